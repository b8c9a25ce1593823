import { getPriority } from 'node:os';
import type { ReplanRequest, ReplanResult } from '@iopath/core';
import { type AnsweredReplan, ReplanBroke, ReplanOutOfDate } from '@iopath/usecases';
import { serveReplanning } from './serve-replanning';

/** Does what the first host of the drain says. */
function act(host: string, signal: { readonly aborted: boolean }): ReplanResult {
  if (host === 'until it is to stop') while (!signal.aborted);
  if (host === 'for ever') for (;;);
  if (host === 'takes all memory') for (const hoard: number[][] = []; ;) hoard.push(Array<number>(10_000).fill(1.5));
  if (host === 'ends its thread') process.exit(3);
  if (host === 'broke') throw new ReplanBroke(new TypeError('x is undefined'));
  if (host === 'out of date')
    throw new ReplanOutOfDate([{ pointer: '/changes/0', code: 'host.unknown', message: 'gone' }]);
  if (host === 'outage') throw Object.assign(new Error('no database'), { code: 'ECONNREFUSED' });
  return { kind: 'plan', host, priority: getPriority() } as unknown as ReplanResult;
}

export const serve = serveReplanning((onSolverFailed) =>
  Promise.resolve({
    answer: ({ question }: ReplanRequest, { onProgress, signal }): Promise<AnsweredReplan> => {
      const [host = ''] = question.kind === 'plan' && question.goal.kind === 'drain' ? question.goal.hosts : [];
      onProgress({ stage: 'search', moves: 3, bound: 1, gap: 0.5 });
      if (host === 'solver fails') onSolverFailed(new Error('out of memory'));
      return Promise.resolve({ result: act(host, signal), basis: null });
    },
  }),
);
