import { equal, member, type JsonObject } from '../shared/json.js';
import { valueAt } from '../shared/pointer.js';
import type { AttemptResponse, Finding, Profile } from '../shared/model.js';
import type { ConditionalMember, Operation } from '../operation/operation.js';
import { describe } from './envelope.js';
import { decode, headerValues, isJsonType } from './media.js';
import type { SchemaError } from '../spec/validator.js';
import { loosens } from '../shared/readings.js';

/** A violation that the schema reports about a reply. */
export type ReplyError = Omit<SchemaError, 'schemaPointer'>;

/** Validates an instance against the schema of the reply. */
export type ReplySchema = (value: unknown) => readonly ReplyError[];

/** Checks the form of a reply with status 200: media type, encoding, JSON, an object (R22). */
export function checkForm(response: AttemptResponse): {
  readonly findings: Finding[];
  readonly value: JsonObject | null;
} {
  const findings: Finding[] = [];
  const contentType = headerValues(response, 'content-type').join(', ');
  if (!isJsonType(contentType)) {
    findings.push({
      requirement: 'reply/content-type',
      expected: 'application/json',
      received: contentType || 'no Content-Type',
    });
  }
  const decoded = decode(response.body);
  if (decoded.kind === 'object') return { findings, value: decoded.value };
  if (decoded.kind === 'json') {
    findings.push({
      requirement: 'reply/object',
      pointer: '',
      expected: 'an object',
      received: describe(decoded.value),
    });
  } else {
    const requirement = decoded.breach === 'json' ? 'reply/json' : 'reply/utf-8';
    const expected = decoded.breach === 'json' ? 'JSON' : 'UTF-8 without a byte order mark';
    findings.push({ requirement, pointer: '', expected, received: decoded.detail });
  }
  return { findings, value: null };
}

/** The id of the requirement that follows from one constraint of the reply's schema. */
export function replyRequirement(pointer: string, keyword: string): string {
  const place = pointer.split('/').filter((part) => part !== '' && part !== '*' && !/^\d+$/.test(part));
  return ['reply', ...place, keyword].join('/');
}

/** Whether a profile tolerates an error: an absent member, or a further value (R23, R25). */
function isTolerated(operation: Operation, error: ReplyError, value: JsonObject, profile: Profile): boolean {
  const loosened = (name: string) =>
    operation.loosened.find((one) => one.name === name && loosens(profile, one.reading));
  if (error.keyword === 'enum') {
    const further = loosened(error.pointer.slice(1))?.values ?? [];
    return loosens(profile, 'R25') || further.some((one) => equal(one, valueAt(value, error.pointer)));
  }
  return (
    error.keyword === 'required' &&
    error.pointer === '' &&
    loosened(String(error.params['missingProperty']))?.absent === true
  );
}

/** Checks the members of a reply against its schema (Tables 5 to 7, R23, R25 to R27). */
export function checkMembers(
  operation: Operation,
  value: JsonObject,
  schema: ReplySchema,
  profile: Profile,
): Finding[] {
  return schema(value)
    .filter((error) => !isTolerated(operation, error, value, profile))
    .map((error) => {
      const missing = error.keyword === 'required' ? `/${String(error.params['missingProperty'])}` : '';
      const pointer = `${error.pointer}${missing}`;
      return {
        requirement: replyRequirement(pointer, error.keyword),
        pointer,
        expected: error.keyword === 'required' ? 'present' : error.message,
        received: describe(valueAt(value, pointer)),
      };
    });
}

/** The ids of the requirements that {@link checkIdentity} judges. */
export function identityRequirements({ shown, conditional }: Pick<Operation, 'shown' | 'conditional'>): string[] {
  return [
    ...shown.filter(({ effect }) => effect.kind === 'identity').map(({ name }) => `reply/${name}/matches-path`),
    ...conditional.map(onlyRequirement),
  ];
}

function onlyRequirement({ name, where }: ConditionalMember): string {
  const { value } = where;
  return `reply/${name}/only-${typeof value === 'string' ? value.toLowerCase() : JSON.stringify(value)}`;
}

/**
 * Checks that ids are those of the path, and that a conditional member is shown only if the other member has its value
 * (R24). If the path spells ids in upper case, either spelling conforms.
 */
export function checkIdentity(
  { shown, conditional }: Pick<Operation, 'shown' | 'conditional'>,
  value: JsonObject,
  path: { readonly serviceId: string; readonly projectId: string; readonly upperCase?: boolean },
): Finding[] {
  const ids = shown.flatMap(({ name, effect }): Finding[] => {
    if (effect.kind !== 'identity') return [];
    const expected = effect.parameter.holds === 'project' ? path.projectId : path.serviceId;
    const received = member(value, name);
    const spelt = path.upperCase === true && received === expected.toUpperCase();
    if (typeof received !== 'string' || received === expected || spelt) return [];
    const requirement = `reply/${name}/matches-path`;
    return [{ requirement, pointer: `/${name}`, expected, received: describe(received) }];
  });
  const out = conditional.flatMap((one): Finding[] => {
    const other = member(value, one.where.member);
    const received = member(value, one.name);
    if (received === undefined || equal(other, one.where.value)) return [];
    return [
      {
        requirement: onlyRequirement(one),
        pointer: `/${one.name}`,
        expected: `absent, since ${one.where.member} is ${describe(other)}`,
        received: describe(received),
      },
    ];
  });
  return [...ids, ...out];
}
