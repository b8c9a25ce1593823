import type { InventoryFacts, PfFacts } from '@iopath/core';
import { type ImportReader, UnreadableImport } from '../import/import-reader';
import { type JsonRecord, listOf, memberAt, recordOf, textOf } from '../json/json-values';
import { MAX_LONG } from '../json/limits';
import { SourceNotes } from '../notes/source-notes';
import { pfOfNodeState } from './pf-of-nodestate';
import { readManifests } from './read-manifests';

const SOURCE = 'sriov-nodestate';
const KIND = 'SriovNetworkNodeState';
const MAX_PFS = 256;

/** The SR-IOV operator's record of a node: PFs with their VFs, and nothing of NUMA, memory or CPUs. */
export const sriovNodeStateReader: ImportReader = {
  format: SOURCE,
  what: 'A SriovNetworkNodeState of Kubernetes, as YAML or JSON: `kubectl get sriovnetworknodestates NODE -o yaml`.',
  read: (bytes) => factsOf(stateOfOneNode(readManifests(bytes))),
};

/** Facts of several machines are facts of none: whoever has a list of all nodes has to send one. */
function stateOfOneNode(manifests: readonly JsonRecord[]): JsonRecord {
  const states = manifests.filter(isNodeState);
  const [state] = states;
  if (state === undefined) {
    throw new UnreadableImport('import.not_this_format', `there is no ${KIND} in the document`);
  }
  if (states.length > 1) {
    const names = states.slice(0, 5).map((each) => textOf(memberAt(each, 'metadata', 'name'), MAX_LONG) ?? 'unnamed');
    throw new UnreadableImport(
      'import.not_this_format',
      `the document has the states of ${states.length} nodes (${names.join(', ')} …), and a host is one of them`,
    );
  }
  return state;
}

function isNodeState(manifest: JsonRecord): boolean {
  const kind = manifest['kind'];
  return kind === KIND || (kind === undefined && Array.isArray(memberAt(manifest, 'status', 'interfaces')));
}

function factsOf(state: JsonRecord): InventoryFacts {
  const notes = new SourceNotes();
  const interfaces = listOf(memberAt(state, 'status', 'interfaces'));
  if (interfaces.length > MAX_PFS) {
    throw new UnreadableImport('import.too_large', `${interfaces.length} interfaces, more than ${MAX_PFS}`);
  }
  const pfs = new Map<string, PfFacts>();
  for (const [index, entry] of interfaces.entries()) {
    const pf = pfOfNodeState(recordOf(entry) ?? {}, notes);
    if (pf === null) notes.warn(`status.interfaces[${index}] has no PCI address and is left out`);
    else if (pfs.has(pf.address)) notes.warn(`${pf.address} is listed before already, and the first entry counts`);
    else pfs.set(pf.address, pf);
  }
  if (interfaces.length === 0) notes.warn('the node lists no interfaces');
  const format = 'the SR-IOV operator does not record it';
  for (const fact of ['numa_nodes', 'pfs.numa_node', 'pfs.iommu_group', 'pfs.vfs.queues']) notes.notTold(fact, format);
  return {
    source: SOURCE,
    observedAtMs: null,
    pfs: [...pfs.values()],
    partialLists: ['pfs'],
    unseen: notes.unseen,
    assumed: notes.assumed,
    warnings: notes.warnings,
  };
}
