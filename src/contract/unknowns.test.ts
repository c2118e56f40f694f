import { describe, expect, it } from 'vitest';
import { contract } from '../engine.js';
import { casesOf } from './cases-of.js';
import type { JsonObject } from '../shared/json.js';
import { constraintsOf } from '../spec/constraints.js';
import { schemas } from '../spec/document.js';
import { contextWith } from './context.fixture.js';
import { everyMemberOfTheReplyAlone } from './unknowns.js';

const { operation, generators } = contract();
const requirements = everyMemberOfTheReplyAlone('ServiceResp').unfold('c', {
  operation,
  generators,
  constraints: (schema) => constraintsOf(schemas, schema),
  statuses: [200],
});

function sentTo(shown: JsonObject): JsonObject[] {
  return requirements.flatMap((requirement) =>
    casesOf(requirement, contextWith({ shown })).map(
      (one) => JSON.parse(Buffer.from(one?.body ?? '', 'base64').toString('utf8')) as JsonObject,
    ),
  );
}

describe('members of the reply in a body', () => {
  it('differ from the value of the service, whatever it is, so that storing one shows', () => {
    const first = Object.assign({}, ...sentTo({})) as JsonObject;
    const second = Object.assign({}, ...sentTo(first)) as JsonObject;
    expect(first).toHaveProperty('cidr_type');
    for (const name of ['cidr_type', 'status', 'server_type', 'service_type', 'tcp_proxy'])
      expect([name, second[name]]).not.toEqual([name, first[name]]);
  });
});
