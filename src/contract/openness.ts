import { isObject, member, type Json, type JsonObject } from '../json.js';
import type { ReadingId } from '../model.js';
import type { Context } from './context.js';
import { loosens } from '../readings.js';

/** What the openness of a body depends on. */
export type OpennessContext = Pick<Context, 'profile' | 'portId' | 'portIds' | 'vipPortId'>;

/** The longest description that must be accepted, in characters (R3). */
export const LONGEST_CERTAIN_DESCRIPTION = 128;

/** Letters of any script within the BMP, digits, blanks and common punctuation of English and Chinese (R3). */
const certainText = /^[\p{L}\p{Nd} !"#$%&'()*+,\-./:;=?@[\\\]^_`{|}~\u2010-\u2027\u3001-\u3011！（），．：；？]*$/u;

/** The members of the request (Table 3). */
export const requestMembers = [
  'approval_enabled',
  'service_name',
  'ports',
  'port_id',
  'vip_port_id',
  'description',
] as const;

/**
 * The reading by which the contract leaves it open whether a body is accepted, though its schema allows it; null where
 * it must be accepted.
 */
export function openBy(body: JsonObject, context: OpennessContext): ReadingId | null {
  const { profile } = context;
  if (Object.keys(body).some((name) => !(requestMembers as readonly string[]).includes(name))) return 'R7';
  const name = member(body, 'service_name');
  if (name === '' && loosens(profile, 'R2')) return 'R2';
  const description = member(body, 'description');
  if (typeof description === 'string' && !isCertainText(description)) return 'R3';
  const ports = member(body, 'ports');
  if (Array.isArray(ports) && !areCertainMappings(ports as Json[], !loosens(profile, 'R4'))) return 'R4';
  const portId = member(body, 'port_id');
  if (typeof portId === 'string' && portId !== context.portId && !context.portIds.includes(portId)) return 'R5';
  const vip = member(body, 'vip_port_id');
  if (vip !== undefined && vip !== context.vipPortId && loosens(profile, 'R6')) return 'R6';
  if (typeof vip === 'string' && !/^[\w-]+$/.test(vip)) return 'R6';
  return null;
}

function isCertainText(text: string): boolean {
  const characters = [...text];
  return (
    characters.length <= LONGEST_CERTAIN_DESCRIPTION && characters.length === text.length && certainText.test(text)
  );
}

/** Mappings with both ports, distinct client ports and distinct server ports (R4). */
function areCertainMappings(ports: readonly Json[], emptyIsCertain: boolean): boolean {
  if (ports.length === 0) return emptyIsCertain;
  const mappings = ports.filter(isObject);
  if (
    mappings.some((mapping) =>
      Object.keys(mapping).some((name) => !['client_port', 'server_port', 'protocol'].includes(name)),
    )
  )
    return false;
  return ['client_port', 'server_port'].every((name) => {
    const values = mappings.map((mapping) => member(mapping, name));
    return values.every((value) => value !== undefined) && new Set(values).size === ports.length;
  });
}
