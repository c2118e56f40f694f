import { describe, expect, it } from 'vitest';
import { chapters } from '../../../suites/index.js';
import { everyEffect } from '../../contract/effects.js';
import type { Chapter } from '../../contract/requirement.js';
import { documentWith, documentWithMember, documentWithNew, stated } from '../../operation/document.fixture.js';
import type { OpenApiDocument } from '../../spec/data.js';
import type { Schema } from '../../spec/schema.js';
import { createSuite } from './create-suite.js';

const starting =
  (document: OpenApiDocument, of: readonly Chapter[] = chapters) =>
  (): unknown =>
    createSuite(of, document);

type Item = Chapter['items'][number];

/** The chapters, one of them with other items. */
function changed(chapter: string, change: (items: readonly Item[]) => readonly Item[]): Chapter[] {
  return chapters.map((one) => (one.name === chapter ? { ...one, items: change(one.items) } : one));
}

/** The chapters without one requirement, or without the n-th family of a chapter. */
function without(chapter: string, item: number | string): Chapter[] {
  return changed(chapter, (items) => {
    const gone = items.filter((one) => (typeof item === 'number' ? 'unfold' in one : 'id' in one && one.id === item));
    return items.filter((one) => one !== gone[typeof item === 'number' ? item : 0]);
  });
}

const shipped = documentWith(() => undefined);

describe('a suite that lacks something that follows from the document does not start', () => {
  it.each([
    ['effects', without('effect', 0), 'approval_enabled: no chapter has the requirement effect/echo/approval_enabled'],
    ['violations', without('port-list', 1), 'no chapter has all that follows from PortList: …/'],
    [
      'boundaries',
      without('request-body', 0),
      'no chapter has all that follows from UpdateEndpointServiceRequestBody: …/',
    ],
    ['an identity', without('reply', 'id/matches-path'), 'id: no chapter has the requirement reply/id/matches-path'],
    ['a condition', without('reply', 'vip_port_id/only-vip'), 'vip_port_id: no chapter has the requirement'],
    ['a time', without('reply', 'updated_at/moves-on'), 'updated_at: no chapter has the requirement'],
    ['a conflict', without('effect', 'conflict/refused'), 'no chapter has the requirement effect/conflict/refused'],
    ['a parameter', without('path', 1), 'project_id: no chapter has a requirement for exact'],
    ['a header', without('headers', 0), 'X-Auth-Token: no chapter has a requirement for exact'],
    ['a media type', without('headers', 'accept-near'), 'Accept: no chapter has a requirement for exact'],
  ])('%s', (_, of, message) => {
    expect(starting(shipped, of)).toThrow(message);
  });

  it('if nothing is sent that could show it', () => {
    const silent = changed('effect', ([, ...others]) => [everyEffect(['nothing/*']), ...others]);
    expect(starting(shipped, silent)).toThrow('nothing is sent that could show whether effect/echo/approval_enabled');
  });

  it('if too little is sent to show it', () => {
    const few = (carriers: readonly string[]) =>
      changed('effect', ([, ...others]) => [everyEffect(carriers), ...others]);
    const says = (member: string, effect: string) =>
      `${member}: no cases at quick effort show whether effect/${effect}/${member} is kept`;
    // One value of each member, but none of the name.
    expect(starting(shipped, few(['request-body/document-example']))).toThrow(says('approval_enabled', 'echo'));
    expect(starting(shipped, few(['request-body/name-each-length']))).toThrow(says('approval_enabled', 'echo'));
    expect(starting(shipped, few(['request-body/every-combination', 'request-body/drawn']))).not.toThrow();
  });

  it('if a member has items of a component that no chapter unfolds', () => {
    const document = documentWith(({ request, reply, schemas }) => {
      schemas['Route'] = {
        ...stated,
        type: 'object',
        properties: { hops: { ...stated, type: 'integer', minimum: 1 } },
      };
      const list: Schema = { ...stated, type: 'array', items: { $ref: '#/components/schemas/Route' } };
      request.properties['routes'] = list;
      reply.properties['routes'] = list;
    });
    expect(starting(document)).toThrow('routes: no chapter has all that follows from Route: …/hops/');
  });

  it('if a parameter has a keyword that no chapter unfolds', () => {
    const document = documentWith(() => undefined);
    const { project_id: project } = document.components.parameters;
    Object.assign(project as object, { schema: { type: 'string', maxLength: 32 } });
    expect(starting(document)).not.toThrow();
    expect(starting(document, without('path', 0))).toThrow('project_id: no chapter has a requirement for maxLength/');
  });

  it('if a further member repeats the path and no chapter covers it', () => {
    const document = documentWithMember('reply', 'vpc_id', { 'x-effect': 'identity', 'x-identity': 'project_id' });
    expect(starting(document)).toThrow('vpc_id: no chapter has the requirement reply/vpc_id/matches-path');
  });
});

describe('members of any kind', () => {
  const item = (schema: Schema): Schema => ({ ...stated, ...schema });
  const kinds: Readonly<Record<string, Schema>> = {
    choice: { type: 'string', enum: ['fast', 'slow'] },
    share: { type: 'number', minimum: 0, maximum: 1 },
    steps: { type: 'integer', minimum: 0, maximum: 100, multipleOf: 5 },
    peer: { type: 'string', format: 'uuid' },
    since: { type: 'string', format: 'date-time' },
    slots: { type: 'array', maxItems: 5, uniqueItems: true, items: item({ type: 'integer', minimum: 1, maximum: 9 }) },
    limits: { type: 'object', required: ['rate'], properties: { rate: item({ type: 'integer', minimum: 0 }) } },
    rules: {
      type: 'array',
      maxItems: 3,
      items: item({ type: 'object', properties: { note: item({ type: 'string' }) } }),
    },
  };

  it('all get the requirements that follow from them, or the suite would not start', () => {
    const document = documentWith(({ request, reply }) => {
      for (const [name, schema] of Object.entries(kinds)) {
        request.properties[name] = { ...stated, ...schema };
        reply.properties[name] = { ...stated, ...schema };
      }
      request.required = ['choice'];
      reply.properties['shard'] = { ...stated, type: 'integer', minimum: 0, 'x-effect': 'constant' };
    });
    const ids = new Set(createSuite(chapters, document).requirements.map(({ id }) => id));
    const lacking = (wanted: readonly string[]) => wanted.filter((id) => !ids.has(id));
    for (const name of Object.keys(kinds))
      expect(lacking([`effect/echo/${name}`, `effect/persist/${name}`, `request-body/${name}/type/null`])).toEqual([]);
    expect(
      lacking([
        'request-body/required/without-choice',
        'request-body/limits/required/without-rate',
        'request-body/limits/rate/minimum/one-under',
        'request-body/slots/*/maximum/one-over',
        'request-body/rules/*/note/type/integer',
        'effect/constant/shard',
        'reply/shard/minimum',
      ]),
    ).toEqual([]);
    // A required member cannot be kept by leaving it out.
    expect([ids.has('effect/kept/choice'), ids.has('effect/kept/share')]).toEqual([false, true]);
  });

  it.each<[string, Schema]>([
    ['has null beside its type', { type: ['string', 'null'] }],
    ['is always the same', { type: 'string', const: 'only' }],
    ['has one value', { type: 'string', enum: ['only'] }],
    ['has no members of its own', { type: 'object' }],
    ['is a map', { type: 'object', additionalProperties: { ...stated, type: 'string' } }],
    ['has an unknown format', { type: 'string', format: 'ipv4' }],
    ['is only read', { type: 'string', readOnly: true } as Schema],
  ])('keep the suite from starting, and are named, if one %s', (_, schema) => {
    expect(starting(documentWithNew('label', schema))).toThrow(/^(?:#\/.*\/)?label: /);
  });
});

describe('a member for which no case can be made keeps the suite from starting', () => {
  it.each<[string, string, Schema]>([
    [
      'whose plain value breaks its schema',
      'label: its plain value "label 1" breaks its schema',
      {
        type: 'string',
        pattern: '^[a-z]+$',
        'x-plain': 'label {n}',
      },
    ],
    [
      'whose plain value is open',
      'label: its plain value "label-1" need not be accepted',
      {
        type: 'string',
        'x-plain': 'label-{n}',
        'x-certain': [{ reading: 'R8', maxLength: 3 }],
      },
    ],
    ['whose keywords leave no value', 'label', { type: 'integer', minimum: 5, maximum: 4 }],
    [
      'for which the user can name no value',
      'label: ',
      {
        type: 'string',
        'x-certain': [{ reading: 'R8', known: ['configured'] }],
      },
    ],
  ])('%s', (_, message, schema) => {
    expect(starting(documentWithNew('label', schema))).toThrow(message);
  });
});

/** A copy of the document with a parameter that no request mentions. */
function withHeaderParameter(): OpenApiDocument {
  const document = documentWith(() => undefined);
  for (const item of Object.values(document.paths))
    Object.assign(item, { parameters: [...(item.parameters ?? []), { $ref: '#/components/parameters/language' }] });
  return document;
}

/** A copy in which a parameter of the path is a number. */
function withNumberedProject(): OpenApiDocument {
  const document = documentWith(() => undefined);
  Object.assign(document.components.parameters['project_id'] as object, { schema: { type: 'integer' } });
  return document;
}

describe('a role that is missing or contradictory keeps the suite from starting', () => {
  it.each<[string, OpenApiDocument, string]>([
    [
      'no effect',
      documentWithMember('reply', 'vpc_id', { 'x-effect': undefined as never }),
      'vpc_id: no request sets it',
    ],
    [
      'no reply',
      documentWith(({ request }) => (request.properties['label'] = { ...stated, type: 'string' })),
      'label: the reply does not show it',
    ],
    [
      'a default without its meaning',
      documentWithNew('label', { type: 'boolean', default: true }),
      'label: a member with a default',
    ],
    ['no type', documentWithNew('label', { enum: ['a', 'b'] }), 'label: it must have one type'],
    [
      'a reply that cannot show what is stored',
      documentWithNew('label', { type: 'string', maxLength: 9 }, { type: 'string', maxLength: 8 }),
      'label: "abcdefghi" must be accepted, and the schema of the reply does not allow it',
    ],
    ['a parameter that no request has', withHeaderParameter(), '#/components/parameters/language: a parameter that is'],
    ['a parameter that is not text', withNumberedProject(), 'project_id: a parameter of the path must be described'],
    [
      'an effect on a member that is set',
      documentWithMember('reply', 'description', { 'x-effect': 'constant' }),
      'description: the request sets it',
    ],
    [
      'a condition on a member that is not set',
      documentWithMember('reply', 'vpc_id', { 'x-shown-where': { member: 'server_type', value: 'LB' } }),
      'vpc_id: x-shown-where',
    ],
    [
      'a parameter without an identity',
      documentWithMember('reply', 'vpc_id', { 'x-identity': 'project_id' }),
      'vpc_id: x-identity',
    ],
    [
      'an effect in the request',
      documentWithMember('request', 'description', { 'x-effect': 'constant' }),
      'description: x-effect does not apply to a member of the request',
    ],
    [
      'a form in the reply',
      documentWithMember('reply', 'description', { 'x-shown': 'decorated' }),
      'description: x-shown does not apply to a member of the reply',
    ],
    [
      'an order for a text',
      documentWithNew('label', { type: 'string', 'x-shown': 'in-any-order' }),
      'label: only a list has an order',
    ],
    [
      'two resources',
      documentWithMember('request', 'description', { 'x-backend': true }),
      'description: only one member can have x-backend',
    ],
    [
      'two times of creation',
      documentWithMember('reply', 'vpc_id', { 'x-effect': 'created' }),
      'only one member can have x-effect created',
    ],
    [
      'a misspelt role',
      documentWithMember('reply', 'vpc_id', { 'x-efect': 'constant' } as Schema),
      'vpc_id: the keyword x-efect is not supported',
    ],
  ])('%s', (_, document, message) => {
    expect(starting(document)).toThrow(message);
  });
});
