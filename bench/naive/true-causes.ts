/** What is wrong with a naive service at one place of it, found by reading its source and its framework's. */
export interface TrueCause {
  /** The place, and what it does. */
  readonly says: string;
  /** Requirements that fail for it: globs over ids. The first cause that fits explains a requirement. */
  readonly explains: readonly string[];
  /** What was received, where a requirement may fail for more than one cause; a text that it begins with. */
  readonly received?: string;
}

const types = ['request-body/*/type/*', 'port-list/*/type/*'];
const nulls = ['request-body/*/type/null', 'port-list/*/type/null'];

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
  { says: 'A Header that is required is a validation error', explains: ['headers/token-*'], received: '422' },
  {
    says: 'request_validation_exception_handler answers 422 with a list of details',
    explains: ['{path,headers,request-body,port-list,robustness,effect}/*', 'errors/documented-status'],
    received: '422',
  },
  {
    says: 'request_validation_exception_handler answers 422 with a list of details',
    explains: ['errors/envelope/unlisted'],
  },
  { says: 'http_exception_handler answers {"detail": ...}', explains: ['errors/envelope/4*'] },
  { says: 'Members are Optional: null passes', explains: nulls, received: '200' },
  { says: 'pydantic converts in its lax mode', explains: types, received: '200' },
  {
    says: 'Nothing looks for equal mappings',
    explains: ['request-body/ports/{uniqueItems,distinct-mappings}/*'],
    received: '200',
  },
  {
    says: 'pydantic reads UUIDs in other spellings',
    explains: ['request-body/port_id/*', 'request-body/port-id-misspelt'],
  },
  { says: 'pydantic writes times with microseconds', explains: ['reply/{created_at,updated_at}/*'] },
  { says: 'None is written as null', explains: ['reply/*/type', 'reply/vip_port_id/only-vip'] },
  { says: 'Starlette redirects slashes', explains: ['path/service-trailing-slash'] },
  { says: 'Each function is a route of its own, and Allow names the first', explains: ['methods/allow'] },
  { says: 'json.loads takes UTF-16 and UTF-32', explains: ['robustness/body-other-encodings'] },
  { says: 'uvicorn takes a request line that is malformed', explains: ['robustness/http-*'] },
];

/** Fastify: a JSON Schema for the body, hooks for token and project. */
export const fastify: readonly TrueCause[] = [
  {
    says: 'Ajv coerces types, null among them',
    explains: types,
    received: '200',
  },
  {
    says: 'Object.assign stores whatever the body holds',
    explains: [
      'reply/{id,project_id}/matches-path',
      'reply/created_at/constant',
      'effect/constant/*',
      'reply/vip_port_id/*',
    ],
  },
  { says: 'The hook for the project runs where no route was found', explains: ['path/*'], received: '403' },
  { says: 'No route tells other methods apart', explains: ['methods/*'] },
  { says: 'The hooks and handlers answer {"message": ...}', explains: ['errors/envelope/{401,403,404}'] },
  { says: "Fastify's own error handler", explains: ['errors/envelope/{400,unlisted}'] },
  { says: 'maxParamLength answers 414', explains: ['path/service-over-long', 'errors/documented-status'] },
  { says: 'Another Content-Type has no parser: 415', explains: ['headers/content-type-*'] },
  { says: 'Dates are written with milliseconds', explains: ['reply/{created_at,updated_at}/*'] },
  { says: 'ajv-formats takes urn:uuid:', explains: ['request-body/port_id/format/*', 'request-body/port-id-misspelt'] },
  { says: 'Bytes that are not UTF-8 are replaced', explains: ['robustness/body-invalid-utf8'], received: '200' },
];
