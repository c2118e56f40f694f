import type { Count } from '../quantities.js';

/** What a developer of the service would fix in one place, and the requirements that fail because of it. */
export interface CauseReport {
  /** The same in every run that finds it; unique within a report. */
  readonly id: string;
  /** What is wrong, in one sentence. What a target said in it is masked and shown on one line. */
  readonly says: string;
  /** Ids of the requirements that it explains, in the order of the contract. */
  readonly requirements: readonly string[];
  /** Requests that failed because of it. */
  readonly requests: Count;
  /** The plainest exchange that shows it; null if the report holds none. */
  readonly example: CauseExample | null;
}

/** An exchange that shows a cause. */
export interface CauseExample {
  /** Id of the requirement that it breaches. */
  readonly requirement: string;
  /** What `replay` takes. */
  readonly case: string;
  /** Method of the request. */
  readonly method: string;
  /** Path of the request, as it was sent. */
  readonly path: string;
  /** The smallest body that was seen to fail like this, cut at 4,096 characters; null without a body. */
  readonly body: string | null;
  /** What came: a status, or why nothing did. */
  readonly answer: string;
  /** What conforms. */
  readonly expected: string;
  /** What came instead. */
  readonly received: string;
  /** What the service says in the reply, in one line, cut and made safe; null if nothing. */
  readonly message: string | null;
  /** A shell command that sends the request, without secrets. */
  readonly curl: string;
  /** X-Request-Id of the reply; null if the target sent none. */
  readonly requestId: string | null;
  /** The command that judges it again. */
  readonly replay: string;
}
