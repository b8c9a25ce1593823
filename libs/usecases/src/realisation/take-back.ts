import { CloudError } from '../ports/cloud-reader.port';
import type { CloudWriter } from '../ports/cloud-writer.port';
import type { RealisationRecord, RealisedGuest } from '../ports/realisation-store.port';

export interface TakenBack {
  readonly record: RealisationRecord;
  /** What could not be taken back, in words. */
  readonly left: readonly string[];
}

/**
 * Takes servers and ports back that were made, the last first. Flavors stay: they are complete, and others may have them
 * by now. What the cloud does not take back stays in the record.
 */
export async function takeBack(record: RealisationRecord, writer: CloudWriter): Promise<TakenBack> {
  const left: string[] = [];
  const guests: RealisedGuest[] = [];
  for (const guest of [...record.guests].reverse()) {
    const serverId = await gone(guest.serverId, `server ${guest.serverName}`, (id) => writer.deleteServer(id), left);
    const ports: RealisedGuest['ports'][number][] = [];
    for (const port of guest.ports) {
      const id = await gone(port.id, `port ${port.name}`, (portId) => writer.deletePort(portId), left);
      ports.push({ ...port, id });
    }
    guests.unshift({ ...guest, state: 'failed', ports, serverId, request: null });
  }
  return { record: { ...record, guests }, left };
}

/** Null when it is gone, else its id. */
async function gone(
  id: string | null,
  what: string,
  remove: (id: string) => Promise<void>,
  left: string[],
): Promise<string | null> {
  if (id === null) return null;
  try {
    await remove(id);
    return null;
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    left.push(`${what} (${id})`);
    return id;
  }
}
