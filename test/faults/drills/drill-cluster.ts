import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { uploadFleet } from '../clients/upload-fleet';
import { type Cluster, type ClusterSize, startCluster } from '../cluster/cluster';

/** Runs `drill` on a cluster of its own with a fleet of `hosts`, and removes everything. */
export async function onCluster<T>(
  root: string,
  size: ClusterSize,
  hosts: number,
  drill: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'iopath-drill-'));
  const cluster = await startCluster(folder, root, size);
  try {
    await uploadFleet(cluster.apis[0]?.url ?? '', hosts);
    return await drill(cluster);
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Asks for a small VM; null when it was not accepted. */
export async function ask(api: string, name: string): Promise<string | null> {
  const body = {
    name,
    flavor: { vcpus: 1, ram_mib: 256, disk_gib: 0 },
    nics: [{ name: 'data', physical_network: 'physnet1', bandwidth_mbps: 100 }],
    reservation_ttl_s: 600,
  };
  const answer = await fetch(`${api}/v1/recommendations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const { id } = (await answer.json()) as { readonly id?: string };
  return answer.ok && id !== undefined ? id : null;
}
