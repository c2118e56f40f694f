import type { Variant } from '../catalogue.js';
import { replyVariants } from './reply.js';

/** Every conforming behaviour that differs from the default one. */
export const variants: readonly Variant[] = [...replyVariants];
