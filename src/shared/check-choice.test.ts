import { describe, expect, it } from 'vitest';
import { checkChoice, type Globs } from './check-choice.js';
import { UserError } from './errors.js';

const ids = ['effect/atomic', 'effect/race', 'methods/post', 'request-body/ports/type/null'];

describe('globs that choose requirements', () => {
  it.each<[string, Globs]>([
    ['nothing', {}],
    ['a chapter, an id and a pattern', { only: ['effect', 'methods/post'], skip: ['*/race'], require: ['effect/*'] }],
    ['one whose requirements --skip leaves out', { skip: ['effect'], require: ['effect/race'] }],
  ])('are accepted if each names something: %s', (_name, globs) => {
    expect(() => checkChoice(globs, ids)).not.toThrow();
  });

  it.each<[string, Globs, string, string]>([
    [
      '--only',
      { only: ['methods/poost'] },
      '--only methods/poost matches no requirement',
      'Did you mean methods/post?',
    ],
    ['--only beside one that matches', { only: ['effect', 'method'] }, '--only method matches no', 'mean methods?'],
    ['--skip', { skip: ['effect/races'] }, '--skip effect/races matches no requirement', 'Did you mean effect/race?'],
    ['--require', { require: ['efect/*'] }, '--require efect/* matches no requirement', 'Did you mean effect?'],
    [
      'one that is far from all',
      { only: ['something-else/altogether'] },
      'matches no requirement',
      'vpcep-contract list',
    ],
    ['all, skipped', { only: ['effect'], skip: ['effect'] }, 'no requirement is selected', '--skip excludes'],
  ])('are refused if one names nothing: %s', (_name, globs, message, remedy) => {
    expect(() => checkChoice(globs, ids)).toThrow(UserError);
    expect(() => checkChoice(globs, ids)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(message) as unknown,
        remedy: expect.stringContaining(remedy) as unknown,
      }),
    );
  });
});
