import { type Inventory, type InventoryFacts, layFacts } from '@iopath/core';
import { readSysfs } from '@iopath/host-facts';
import type { Machine } from '../machine/machine';
import { ALL_PROBES } from '../probes/all-probes';
import type { Probe } from '../probes/probe';

const SOURCE = 'collector';

export interface Collected {
  readonly inventory: Inventory;
  /** What was odd and is not in the inventory, in words. */
  readonly warnings: readonly string[];
}

/** A host of which not even the NUMA nodes can be seen is no host to send. */
export class NothingSeen extends Error {}

/**
 * Looks at a machine once: the kernel's files, then every probe, and lays what they tell into one inventory.
 *
 * @param overlayOn what the machine cannot know, by its operator, given what it tells
 * @throws NothingSeen when there is no NUMA node in it
 */
export async function collect(
  machine: Machine,
  overlayOn: (seen: InventoryFacts) => InventoryFacts | null,
  nowMs: number,
): Promise<Collected> {
  const sysfs = readSysfs(machine.tree);
  const overlay = overlayOn(sysfs);
  const failures: string[] = [];
  const probed = await Promise.all(ALL_PROBES.map((probe) => layerOf(probe, machine, sysfs, failures)));
  const layers = [withoutAskedFor(sysfs, probed), ...probed, ...(overlay === null ? [] : [overlay])];
  const { inventory, warnings } = layFacts(null, layers);
  if (inventory.numaNodes.length === 0) {
    throw new NothingSeen('No NUMA node and no CPU is to be seen: is this a tree with /sys in it?');
  }
  return {
    inventory: { ...inventory, source: SOURCE, observedAtMs: machine.isLive ? nowMs : sysfs.observedAtMs },
    warnings: [...machine.warnings, ...failures, ...warnings],
  };
}

/** Of what only a tool could tell, the tool's own reason counts. */
function withoutAskedFor(sysfs: InventoryFacts, probed: readonly InventoryFacts[]): InventoryFacts {
  const asked = new Set(probed.flatMap(({ unseen }) => unseen.map(({ fact }) => fact)));
  return { ...sysfs, unseen: sysfs.unseen.filter(({ fact }) => !asked.has(fact)) };
}

/** A probe that fails costs what it would have told, and nothing else. */
async function layerOf(
  probe: Probe,
  machine: Machine,
  seen: InventoryFacts,
  failures: string[],
): Promise<InventoryFacts> {
  const empty = { source: probe.name, observedAtMs: seen.observedAtMs, unseen: [], assumed: [], warnings: [] };
  try {
    return { ...empty, ...(await probe.look(machine, seen)) };
  } catch (error) {
    failures.push(`${probe.name}: ${error instanceof Error ? error.message : String(error)}`);
    return empty;
  }
}
