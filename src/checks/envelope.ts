import { isObject, member, type Json, type JsonObject } from '../shared/json.js';
import type { AttemptResponse, Finding, Profile } from '../shared/model.js';
import { decode, excerpt, headerValues, isJsonType, type Decoded } from './media.js';
import { loosens } from '../shared/readings.js';

/** The code and message of an error reply, and the form of envelope that held them. */
export interface ErrorText {
  readonly form: 'nested' | 'flat' | 'none';
  readonly code: string | null;
  readonly message: string | null;
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The last result: callers ask about the same reply several times in a row. */
let latest: { readonly decoded: Decoded; readonly text: ErrorText } | null = null;

/** Reads code and message from either form of envelope, however incomplete: classifying a reply needs no more. */
export function errorText(body: Uint8Array): ErrorText {
  const decoded = decode(body);
  if (latest?.decoded !== decoded) latest = { decoded, text: errorTextOf(decoded) };
  return latest.text;
}

function errorTextOf(decoded: Decoded): ErrorText {
  if (decoded.kind !== 'object') return { form: 'none', code: null, message: null };
  const error = member(decoded.value, 'error');
  if (isObject(error)) {
    return { form: 'nested', code: text(member(error, 'code')), message: text(member(error, 'message')) };
  }
  const code = text(member(decoded.value, 'error_code'));
  const message = text(member(decoded.value, 'error_msg'));
  return { form: code === null && message === null ? 'none' : 'flat', code, message };
}

const envelopeRequirements: string[] = [];

/** The id of the requirement on the envelope of a status. */
export function envelopeRequirement(status: number): string {
  return (envelopeRequirements[status] ??= `errors/envelope/${status}`);
}

/** The id of the requirement on the envelope of every status that the document does not list. */
export const UNLISTED_ENVELOPE = 'errors/envelope/unlisted';

/** Checks the envelope of a reply with any status but 200 (Tables 8 to 35, R28). */
export function checkEnvelope(
  response: AttemptResponse,
  profile: Profile,
  requirement = envelopeRequirement(response.status),
): Finding[] {
  const findings: Finding[] = [];
  const contentType = headerValues(response, 'content-type').join(', ');
  if (!isJsonType(contentType)) {
    findings.push({
      requirement,
      expected: 'Content-Type application/json',
      received: contentType || 'no Content-Type',
    });
  }
  const decoded = decode(response.body);
  if (decoded.kind === 'broken') {
    findings.push({ requirement, pointer: '', expected: 'a JSON object', received: decoded.detail });
  } else if (decoded.kind === 'json') {
    findings.push({ requirement, pointer: '', expected: 'a JSON object', received: describe(decoded.value) });
  } else {
    findings.push(...checkMembers(requirement, decoded.value, profile));
  }
  return findings;
}

function checkMembers(requirement: string, body: JsonObject, profile: Profile): Finding[] {
  const error = member(body, 'error');
  if (error === undefined && loosens(profile, 'R28')) {
    return [
      ...required(requirement, body, 'error_code', '/error_code'),
      ...required(requirement, body, 'error_msg', '/error_msg'),
    ];
  }
  if (!isObject(error)) {
    return [{ requirement, pointer: '/error', expected: 'an object', received: describe(error) }];
  }
  return [
    ...required(requirement, error, 'message', '/error/message'),
    ...required(requirement, error, 'code', '/error/code'),
  ];
}

function required(requirement: string, object: JsonObject, name: string, pointer: string): Finding[] {
  const value = member(object, name);
  return text(value) === null
    ? [{ requirement, pointer, expected: 'a non-empty string', received: describe(value) }]
    : [];
}

/** A value as a finding shows it. */
export function describe(value: Json | undefined): string {
  return value === undefined ? 'absent' : excerpt(JSON.stringify(value));
}
