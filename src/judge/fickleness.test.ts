import { describe, expect, it } from 'vitest';
import { Fickleness } from './fickleness.js';

const answeredWith =
  (...statuses: readonly number[]) =>
  () => {
    const fickleness = new Fickleness();
    for (const status of statuses) fickleness.answered(status);
  };

describe('Fickleness', () => {
  it('stops a run whose target answers what it accepted before with ever other statuses', () => {
    expect(answeredWith(201, 200, 307, 418, 409)).toThrow(/ever other statuses \(200, 201, 307, 409, 418\)/);
  });

  it('leaves a target that refuses in few ways, fails in many, or refuses credentials', () => {
    expect(answeredWith(409, 422, 400, 409, 422, 400)).not.toThrow();
    expect(answeredWith(500, 502, 503, 504, 599, 401, 403, 404, 200)).not.toThrow();
  });
});
