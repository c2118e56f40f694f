import type { Renewal, Settling } from '../judge/settling.js';
import type { Attempt, WireRequest } from '../shared/model.js';
import type { Playback } from '../record/playback.js';
import type { EndLine, Phase } from '../record/record.js';
import type { Lane } from './lanes/lane.js';
import type { RunRecorder } from './again/record-run.js';

/** How a run ended, with its traffic. */
export type Ended = Omit<EndLine, 'type' | 'exchanges'>;

/** Where answers come from and what is kept of them: the network, the network and a record, or a record alone. */
export interface Sending {
  /** Whether answers take time: a record answers at once. */
  readonly waits: boolean;
  /** What went wrong besides the judging. */
  readonly troubles: readonly string[];
  /** How requests are settled, given a way to send over the network and the renewal of its credentials. */
  over(
    send: (request: WireRequest) => Promise<Attempt>,
    renewal: Renewal,
  ): Pick<Settling, 'send' | 'renewal' | 'pause'>;
  /**
   * Whether the source of the answers has left out updates of a service since the last call; absent if it never does.
   */
  readonly lapsed?: (serviceId: string) => boolean;
  /** The lanes to run, from those that are dealt. */
  planned(lanes: Lane[]): Promise<Lane[]>;
  /** Starts a phase: the search for smaller bodies, or restoring. */
  enter(phase: Phase): Promise<void>;
  /** How the judged run ended; `ended` is how this one did. */
  end(ended: Ended): Promise<Ended>;
}

/** Sends requests over the network, and keeps nothing. */
export const overNetwork: Sending = {
  waits: true,
  troubles: [],
  over: (send, renewal) => ({ send, renewal }),
  planned: (lanes) => Promise.resolve(lanes),
  enter: () => Promise.resolve(),
  end: (ended) => Promise.resolve(ended),
};

/** Sends requests over the network, and records them. */
export function recordedBy(recorder: RunRecorder): Sending {
  return {
    ...overNetwork,
    get troubles() {
      return recorder.troubles;
    },
    over: (send, renewal) => ({
      send: async (request, purpose) => {
        const attempt = await send(request);
        const written = recorder.sent(request, purpose, attempt);
        if (written !== null) await written;
        return attempt;
      },
      renewal: recorder.renewing(renewal),
    }),
    planned: (lanes) => recorder.planned(lanes),
    enter: (phase) => recorder.phase(phase),
    end: async (ended) => {
      await recorder.end(ended);
      return ended;
    },
  };
}

/** Sends nothing: a record answers without waiting, and says how its run ended. */
export function playedBack(playback: Playback, ended: Ended): Sending {
  return {
    ...overNetwork,
    waits: false,
    over: () => ({
      send: (request, purpose) => playback.send(request, purpose),
      renewal: playback,
      pause: () => Promise.resolve(),
    }),
    lapsed: (serviceId) => playback.lapsed(serviceId),
    enter: (phase) => {
      playback.enter(phase);
      return Promise.resolve();
    },
    end: () => Promise.resolve(ended),
  };
}
