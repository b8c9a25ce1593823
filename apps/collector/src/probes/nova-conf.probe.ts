import { IMPORT_READERS, UnreadableImport } from '@iopath/host-facts';
import type { Machine } from '../machine/machine';
import { findNovaFiles } from './nova-files';
import type { Probe, ProbeFacts } from './probe';

/** CPU sets, reservations, ratios, device_spec and aliases, as nova-compute is configured. */
export const novaConf: Probe = { name: 'nova-conf', look: lookAtConfiguration };

const FACTS = ['cpu_dedicated_set', 'cpu_shared_set', 'reserved', 'allocation_ratios', 'pfs.physical_network'] as const;

async function lookAtConfiguration(machine: Machine): Promise<ProbeFacts> {
  const { text, read, denied } = findNovaFiles(machine.tree);
  const unreadable = denied.flatMap((file) =>
    FACTS.map((fact) => ({ fact, reason: 'no_permission', detail: file }) as const),
  );
  if (text === null) {
    const untold = FACTS.map((fact) => ({ fact, reason: 'not_told', detail: 'nova.conf: not there' }) as const);
    return { unseen: unreadable.length > 0 ? unreadable : untold };
  }
  const reader = IMPORT_READERS.find(({ format }) => format === 'nova-conf');
  if (reader === undefined) return { unseen: unreadable };
  try {
    const { source: _source, observedAtMs: _observedAtMs, ...told } = await reader.read(Buffer.from(text));
    return { ...told, unseen: [...told.unseen, ...unreadable] };
  } catch (error) {
    if (!(error instanceof UnreadableImport)) throw error;
    const detail = `${read.join(', ')}: ${error.message}`.slice(0, 1000);
    return { unseen: [...FACTS.map((fact) => ({ fact, reason: 'unreadable', detail }) as const), ...unreadable] };
  }
}
