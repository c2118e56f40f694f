/** How the program exits: conformant, non-conformant, could not judge (also bad usage and our errors), interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;
