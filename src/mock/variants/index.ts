import type { Variant } from '../catalogue.js';
import { answerVariants } from './answers.js';
import { bodyVariants } from './body.js';
import { crossedVariants } from './crossed.js';
import { headerVariants } from './headers.js';
import { httpServerVariants } from './http-server.js';
import { orderVariants } from './order.js';
import { replyVariants } from './reply.js';
import { trafficVariants } from './traffic.js';

/** Every conforming behaviour that differs from the default one: all that the readings tolerate or leave open. */
export const variants: readonly Variant[] = [
  ...answerVariants,
  ...httpServerVariants,
  ...headerVariants,
  ...crossedVariants,
  ...bodyVariants,
  ...replyVariants,
  ...orderVariants,
  ...trafficVariants,
];
