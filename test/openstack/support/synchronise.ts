import { until } from '../../openstack-lab/machine/until';
import type { AdvisedCloud } from './advised-cloud';

/** A synchronisation that is over, as `GET /v1/syncs/{id}` tells of it. */
export interface Synchronised {
  readonly state: string;
  readonly stages: readonly {
    readonly name: string;
    readonly state: string;
    readonly figures: Readonly<Record<string, number>>;
    readonly failure: { readonly code: string; readonly service: string | null } | null;
  }[];
}

/** Asks the advisor for a synchronisation, and waits until it is over. */
export async function synchronise({ send }: Pick<AdvisedCloud, 'send'>): Promise<Synchronised> {
  const asked = await send('POST', '/v1/syncs', {});
  return until('the end of the synchronisation', 240_000, async () => {
    const { json } = await send('GET', `/v1/syncs/${String(asked.json['id'])}`);
    return json['finished_at'] === null ? null : (json as unknown as Synchronised);
  });
}
