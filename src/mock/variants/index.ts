import { mergeDistinct, type Variant } from '../catalogue.js';
import { answerVariants } from './answers.js';
import { bodyVariants } from './body.js';
import { crossedVariants } from './crossed.js';
import { headerVariants } from './headers.js';
import { httpServerVariants } from './http-server.js';
import { orderVariants } from './order.js';
import { replyVariants } from './reply.js';
import { trafficVariants } from './traffic.js';

const byId = mergeDistinct(
  answerVariants,
  httpServerVariants,
  headerVariants,
  crossedVariants,
  bodyVariants,
  replyVariants,
  orderVariants,
  trafficVariants,
);

/** The id of a variant. */
export type VariantId = keyof typeof byId;

/** Every variant: all that the readings tolerate or leave open. */
export const variants: readonly (Variant & { readonly id: VariantId })[] = Object.values(byId);
