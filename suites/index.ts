import type { Chapter } from '../src/contract/requirement.js';
import { effect } from './effect.js';
import { errors } from './errors.js';
import { headers } from './headers.js';
import { methods } from './methods.js';
import { path } from './path.js';
import { portList } from './port-list.js';
import { reply } from './reply.js';
import { requestBody } from './request-body.js';
import { robustness } from './robustness.js';

/** The contract of UpdateEndpointService, in the order of the document. */
export const chapters: readonly Chapter[] = [
  path,
  headers,
  requestBody,
  portList,
  reply,
  errors,
  methods,
  effect,
  robustness,
];
