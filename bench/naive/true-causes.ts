/** One thing that is wrong with a naive service, found by reading its source and its framework's. */
export interface TrueCause {
  /** The place in the source, and what it does. */
  readonly says: string;
  /** Globs that match the requirements that fail because of it. The first cause that fits explains a requirement. */
  readonly explains: readonly string[];
  /** The beginning of what was received, for requirements that may fail because of several causes. */
  readonly received?: string;
}

const types = ['request-body/*/type/*', 'port-list/*/type/*'];
const nulls = ['request-body/*/type/null', 'port-list/*/type/null'];
const equals = ['request-body/ports/{uniqueItems,distinct-mappings}/*', 'reply/ports/uniqueItems'];
const times = ['reply/{created_at,updated_at}/*'];
/** Requirements that send breaches of several rules, one of which the service lets through. */
const several = [
  'request-body/{wrong-in-two-members,drawn}',
  'port-list/{two-wrong-mappings,wrong-throughout,drawn}',
  'effect/{from/*,refused-again,near-violations}',
  'robustness/{respelt-violation,crossed/violation}',
];
/** Requirements that check what an update left behind. */
const state = ['{path,headers,request-body,port-list,robustness,effect}/*'];

/** FastAPI: pydantic models, `HTTPException`, dependencies for token and service. */
export const fastapi: readonly TrueCause[] = [
  {
    says: 'JSONResponse renders the input of a validation error, and cannot render inf or NaN',
    explains: ['port-list/*/type/huge-exponent', 'port-list/*/*/beyond-double', 'robustness/body-numbers'],
    received: '500',
  },
  {
    says: 'JSONResponse encodes a lone surrogate',
    explains: ['request-body/description-open', 'robustness/body-escapes', 'request-body/drawn'],
    received: '500',
  },
  { says: 'json.loads of bytes that are not UTF-8', explains: ['robustness/body-invalid-utf8'], received: '500' },
  { says: 'Starlette answers errors of the code in plain text', explains: ['errors/envelope/500'] },
  {
    says: 'A missing required Header is a validation error',
    explains: ['headers/token-*', 'robustness/crossed/{token,two-wrongs}'],
    received: '422',
  },
  {
    says: 'request_validation_exception_handler answers 422 with a list of details',
    explains: [...state, 'errors/{documented-status,whole-characters}'],
    received: '422',
  },
  {
    says: 'request_validation_exception_handler answers 422 with a list of details',
    explains: ['errors/envelope/unlisted'],
  },
  { says: 'http_exception_handler answers {"detail": ...}', explains: ['errors/envelope/4*'] },
  { says: 'Members are Optional: null passes', explains: nulls, received: '200' },
  { says: 'pydantic converts in its lax mode', explains: [...types, ...several], received: '200' },
  { says: 'Nothing checks for equal mappings', explains: equals },
  {
    says: 'pydantic reads UUIDs in other spellings',
    explains: ['request-body/port_id/*', 'request-body/port-id-misspelt', 'path/vpc_endpoint_service_id/exact/*'],
  },
  { says: 'pydantic writes times with microseconds', explains: times },
  {
    says: 'None is written as null',
    explains: ['reply/{*,ports/*}/type', 'reply/vip_port_id/only-vip', 'effect/one-record/*'],
  },
  {
    says: 'Starlette redirects slashes',
    explains: ['path/service-trailing-slash', 'robustness/crossed/special-forms'],
    received: '307',
  },
  { says: 'Each function is a route of its own, and Allow names the first', explains: ['methods/allow'] },
  { says: 'json.loads takes UTF-16 and UTF-32', explains: ['robustness/body-other-encodings'] },
  { says: 'json.loads takes NaN', explains: ['robustness/body-not-a-number'] },
  { says: 'uvicorn takes a malformed request line', explains: ['robustness/http-*'] },
];

/** Fastify: a JSON Schema for the body, hooks for token and project. */
export const fastify: readonly TrueCause[] = [
  { says: 'Ajv coerces types, null among them', explains: [...types, ...several], received: '200' },
  {
    says: 'Object.assign stores whatever the body holds',
    explains: [
      'reply/{id,project_id}/matches-path',
      'reply/created_at/constant',
      'effect/constant/*',
      'reply/vip_port_id/*',
      'request-body/{unknown-member,unknown-members-of-the-reply}',
      'request-body/unknown-member/*',
    ],
  },
  {
    says: 'The hook for the project runs even if no route was found, whatever the method',
    explains: ['{path,methods}/*', 'robustness/crossed/method'],
    received: '403',
  },
  { says: 'The hooks and handlers answer {"message": ...}', explains: ['errors/envelope/{401,403,404}'] },
  { says: "Fastify's own error handler", explains: ['errors/envelope/{400,500,unlisted}'] },
  {
    says: 'Another Content-Type has no parser: 415',
    explains: ['headers/content-type-*', 'errors/documented-status'],
    received: '415',
  },
  { says: 'maxParamLength answers 414', explains: ['path/service-over-long', 'errors/documented-status'] },
  { says: 'Dates are written with milliseconds', explains: times },
  { says: 'ajv-formats takes urn:uuid:', explains: ['request-body/port_id/format/*', 'request-body/port-id-misspelt'] },
  {
    says: 'Bytes that are not UTF-8 are replaced',
    explains: ['robustness/{body-invalid-utf8,json/*/not-utf8}'],
    received: '200',
  },
];

/** Express: zod for the body, middleware for the token, a router for the service. */
export const express: readonly TrueCause[] = [
  {
    says: 'Nothing handles errors: a ZodError is a 500',
    explains: [...state, 'errors/whole-characters'],
    received: '500',
  },
  {
    says: 'finalhandler writes a page in HTML, with the stack',
    explains: ['errors/envelope/{400,404,500,unlisted}', 'errors/no-leak/*'],
  },
  { says: 'A missing token is 403', explains: [...state, 'errors/*'], received: '403' },
  { says: 'No route for other methods: 404', explains: ['methods/*', 'robustness/crossed/method'], received: '404' },
  {
    says: 'express.json answers 415 to an unknown charset',
    explains: ['headers/content-type-*', 'errors/documented-status'],
    received: '415',
  },
  {
    says: 'protocol is any string',
    explains: ['{port-list,reply/ports}/protocol/*', 'errors/whole-characters'],
  },
  { says: 'Nothing checks for equal mappings', explains: equals },
  {
    says: 'service_name is trimmed',
    explains: ['request-body/service_name/pattern/*', 'robustness/{respelt-violation,crossed/violation}'],
    received: '200',
  },
  { says: 'Times have milliseconds', explains: times },
  {
    says: 'express.json takes an empty body for {}',
    explains: ['robustness/{body-absent,crossed/no-json}'],
    received: '200',
  },
  {
    says: 'Bytes that are not UTF-8 are replaced',
    explains: ['robustness/{body-invalid-utf8,json/*/not-utf8}'],
    received: '200',
  },
  { says: 'What is false or empty is not stored', explains: state },
];

/** Koa: Joi for the body, assertions for token and project, the router's own handling of methods. */
export const koa: readonly TrueCause[] = [
  {
    says: 'A ValidationError is not an HTTP error: Koa answers 500',
    explains: [...state, 'errors/whole-characters'],
    received: '500',
  },
  { says: 'Koa writes errors in plain text', explains: ['errors/envelope/*'] },
  { says: 'Joi converts texts to numbers and truth values', explains: [...types, ...several], received: '200' },
  {
    says: 'guid() takes other spellings',
    explains: ['request-body/port_id/format/*', 'request-body/port-id-misspelt', 'reply/port_id/format'],
  },
  { says: 'protocol may be spelt in any case', explains: ['port-list/protocol/enum/*'], received: '200' },
  {
    says: 'description has no pattern',
    explains: ['request-body/description/pattern/*', 'reply/description/pattern', 'robustness/crossed/special-forms'],
  },
  { says: 'description may be null', explains: ['request-body/description/type/null', 'reply/description/type'] },
  { says: 'unique() compares mappings without the default protocol', explains: equals },
  { says: 'Times have milliseconds', explains: times },
  {
    says: 'The body parser leaves another Content-Type alone, and the body is {}',
    explains: ['headers/content-type-*', 'effect/echo/description'],
  },
  {
    says: 'The body parser takes an empty body for {}',
    explains: ['robustness/{body-absent,http-length-missing,crossed/no-json}'],
    received: '200',
  },
  {
    says: 'Bytes that are not UTF-8 are replaced',
    explains: ['robustness/{body-invalid-utf8,json/*/not-utf8}'],
    received: '200',
  },
  { says: 'A protocol that is left out is not stored as TCP', explains: state },
];

/** Flask: handwritten checks, member by member, each stored before the next one is checked. */
export const flask: readonly TrueCause[] = [
  {
    says: 'Nothing catches what goes wrong in the checks',
    explains: [...state, 'errors/whole-characters'],
    received: '500',
  },
  { says: 'werkzeug writes errors in HTML', explains: ['errors/envelope/{400,403,404,405,500,unlisted}'] },
  { says: '401 has its own form', explains: ['errors/envelope/401'] },
  {
    says: 'get_json answers 415 to another Content-Type',
    explains: ['headers/content-type-*', 'errors/documented-status'],
    received: '415',
  },
  {
    says: 'The development server answers a malformed request line without a head, and two lengths with nothing',
    explains: ['robustness/http-*'],
  },
  { says: 'protocol is not checked', explains: ['{port-list,reply/ports}/protocol/*'], received: '200' },
  { says: 'vip_port_id has no minimum length', explains: ['request-body/vip_port_id/minLength/*'], received: '200' },
  {
    says: '0 is a port',
    explains: [
      'port-list/{*_port/minimum/*,far-numbers,wrong-throughout}',
      'reply/ports/*/minimum',
      'effect/near-violations',
    ],
  },
  { says: 'Nothing checks for equal mappings', explains: [...equals, 'robustness/crossed/violation'], received: '200' },
  {
    says: 'Nothing asks for types: what int() takes is a number, what is iterable a list, what has a len() a text',
    explains: [...types, ...several],
    received: '200',
  },
  { says: 'Nothing checks for equal mappings', explains: equals },
  { says: '\\w and $ match more than they should', explains: ['request-body/service_name/*'], received: '200' },
  {
    says: 'uuid.UUID takes other spellings',
    explains: ['request-body/port_id/*', 'request-body/port-id-misspelt'],
    received: '200',
  },
  {
    says: 'json.loads takes UTF-16, and invalid UTF-8',
    explains: ['robustness/{body-invalid-utf8,body-other-encodings}'],
    received: '200',
  },
  { says: 'json.loads takes NaN', explains: ['robustness/body-not-a-number'], received: '200' },
  {
    says: 'description is stripped',
    explains: ['effect/{echo,kept}/description', 'request-body/description/accepts/*', 'request-body/description-open'],
  },
  {
    says: 'What was checked is stored before the rest is refused',
    explains: ['effect/atomic', 'effect/persist/approval_enabled', 'port-list/accepts/*'],
  },
  { says: 'service_name is emptied if it is left out', explains: state },
];
