import type { Behaviour } from './behaviour.js';
import { authenticate, authorise } from './layers/credentials.js';
import { commit, conflict, merge, receive, update } from './layers/effect.js';
import { force } from './layers/force.js';
import { admit } from './layers/admit.js';
import { clientError, write } from './layers/http.js';
import { contentType, negotiate } from './layers/negotiate.js';
import { decode, parse } from './layers/parse.js';
import { encode, envelope, refuse, represent } from './layers/reply.js';
import { find, method, missing, route } from './layers/route.js';
import { signed, timely, verify } from './layers/signature.js';
import * as checks from './layers/validate.js';

/** The behaviour that the API document describes. */
export const documented: Behaviour = {
  serve: () => undefined,
  clientError,
  admit,
  delay: () => 0,
  write,
  route,
  authenticate,
  verify,
  signed,
  timely,
  authorise,
  find,
  missing,
  method,
  negotiate,
  force,
  contentType,
  decode,
  parse,
  validate: checks.validate,
  approval_enabled: checks.approval_enabled,
  service_name: checks.service_name,
  description: checks.description,
  port_id: checks.port_id,
  vip_port_id: checks.vip_port_id,
  ports: checks.ports,
  mapping: checks.mapping,
  client_port: checks.client_port,
  server_port: checks.server_port,
  protocol: checks.protocol,
  distinct: checks.distinct,
  conflict,
  receive,
  merge,
  commit,
  update,
  represent,
  encode,
  envelope,
  refuse,
};
