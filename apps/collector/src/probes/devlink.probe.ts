import type { EswitchMode, PfFacts, UnseenFact } from '@iopath/core';
import type { Machine } from '../machine/machine';
import { jsonOf, type Probe, type ProbeFacts, recordOf, unseenBy, unseenWhere } from './probe';

/** Of a driver without an embedded switch to set (net/devlink/dev.c); it is no fault. */
const NO_ESWITCH = /operation not supported|not supported|no such device|invalid argument/i;

/** Whether the switch in a NIC learns by itself (`legacy`) or is programmed by the host (`switchdev`). */
export const devlink: Probe = { name: 'devlink', look: lookAtSwitches };

async function lookAtSwitches(
  machine: Machine,
  { pfs = [] }: { readonly pfs?: readonly PfFacts[] },
): Promise<ProbeFacts> {
  const withVfs = pfs.filter(({ totalVfs = 0 }) => totalVfs > 0);
  const unseen = new Map<string, UnseenFact>();
  const told: PfFacts[] = [];
  for (const { address } of withVfs) {
    const outcome = await machine.run('devlink', ['-j', 'dev', 'eswitch', 'show', `pci/${address}`]);
    const mode = eswitchModeIn(jsonOf(outcome), address);
    if (mode !== null) told.push({ address, eswitchMode: mode });
    else if (outcome.kind !== 'ended' || !NO_ESWITCH.test(outcome.stderr)) {
      const why = unseenWhere(machine, unseenBy('pfs.eswitch_mode', 'devlink dev eswitch show', outcome));
      unseen.set(why.detail, why);
    }
  }
  return { pfs: told, partialLists: ['pfs'], unseen: [...unseen.values()] };
}

/** `{"dev": {"pci/0000:3b:00.0": {"mode": "switchdev", …}}}` (iproute2, devlink/devlink.c). */
function eswitchModeIn(document: Readonly<Record<string, unknown>> | null, address: string): EswitchMode | null {
  const mode = recordOf(recordOf(document?.['dev'])?.[`pci/${address}`])?.['mode'];
  return mode === 'legacy' || mode === 'switchdev' ? mode : null;
}
