import type { Renewal, Settling } from '../judge/settling.js';
import type { Attempt, WireRequest } from '../shared/model.js';
import type { Playback } from '../record/playback.js';
import type { EndLine, Phase } from '../record/record.js';
import type { Lane } from './lanes/lane.js';
import type { RunRecorder } from './again/record-run.js';

/** How a run ended, and what went over the wire. */
export type Ended = Omit<EndLine, 'type' | 'exchanges'>;

/** Where answers come from, and what is kept of them: the network, the network and a record, or a record alone. */
export interface Sending {
  /** Whether an answer takes its time: out of a record, whatever is asked for is there at once. */
  readonly waits: boolean;
  /** What went wrong beside the judging. */
  readonly troubles: readonly string[];
  /** How requests are settled, by a sending over the network and the renewal of its credentials. */
  over(
    send: (request: WireRequest) => Promise<Attempt>,
    renewal: Renewal,
  ): Pick<Settling, 'send' | 'renewal' | 'pause'>;
  /** Whether updates of a service were left out of what answers, since this was last asked; absent where none ever is. */
  readonly lapsed?: (serviceId: string) => boolean;
  /** The lanes that are worked, of those that are dealt. */
  planned(lanes: Lane[]): Promise<Lane[]>;
  /** From here on smaller bodies are looked for, or the services are put back. */
  enter(phase: Phase): Promise<void>;
  /** How the run that is judged ended; `ended` is how it did just now. */
  end(ended: Ended): Promise<Ended>;
}

/** Requests go over the network, and nothing is kept. */
export const overNetwork: Sending = {
  waits: true,
  troubles: [],
  over: (send, renewal) => ({ send, renewal }),
  planned: (lanes) => Promise.resolve(lanes),
  enter: () => Promise.resolve(),
  end: (ended) => Promise.resolve(ended),
};

/** Requests go over the network, and into a record. */
export function recordedBy(recorder: RunRecorder): Sending {
  return {
    ...overNetwork,
    get troubles() {
      return recorder.troubles;
    },
    over: (send, renewal) => ({
      send: async (request, mark) => {
        const attempt = await send(request);
        const written = recorder.sent(request, mark, attempt);
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

/** Nothing is sent: a record answers, without waiting, and says how its run ended. */
export function playedBack(playback: Playback, ended: Ended): Sending {
  return {
    ...overNetwork,
    waits: false,
    over: () => ({
      send: (request, mark) => playback.send(request, mark),
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
