import type { Refusal } from '../model.js';
import type { MockExchange } from '../behaviour.js';

/** 406 if Accept excludes JSON (RFC 9110, 12.5.1). */
export function negotiate(x: MockExchange): Refusal | undefined {
  const { accept } = x.headers;
  if (accept === undefined || accept === '*/*' || accept === 'application/json' || acceptsJson(accept))
    return undefined;
  return { status: 406, code: 'EndPoint.0002', message: 'Accept excludes application/json.' };
}

/** Whether an Accept header allows application/json: the most specific range decides. An empty header does. */
export function acceptsJson(accept: string): boolean {
  if (accept.trim() === '') return true;
  let best = -1;
  let allowed = false;
  for (const part of accept.split(',')) {
    const [range = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    const specificity = ['*/*', 'application/*', 'application/json'].indexOf(range);
    if (specificity <= best) continue;
    best = specificity;
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    allowed = Number(quality) !== 0;
  }
  return allowed;
}

/** Content-Type (Table 2) must be application/json, in UTF-8 if a charset is named; otherwise 400. */
export function contentType(x: MockExchange): Refusal | undefined {
  const type = x.headers['content-type'];
  if (type === undefined) return { status: 400, code: 'EndPoint.0002', message: 'Content-Type is missing.' };
  if (type === 'application/json' || isJson(type)) return undefined;
  return { status: 400, code: 'EndPoint.0002', message: 'Content-Type must be application/json in UTF-8.' };
}

function isJson(type: string): boolean {
  const [media = '', ...parameters] = type
    .toLowerCase()
    .split(';')
    .map((piece) => piece.trim());
  const charsets = parameters.filter((parameter) => parameter.startsWith('charset='));
  return media === 'application/json' && charsets.every((charset) => /^charset="?utf-?8"?$/.test(charset));
}
