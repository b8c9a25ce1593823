import { aFlavor } from '@iopath/testing';
import type { Flavor } from '../request/vm-request';
import { guestTopologyOf } from './guest-topology';
import { placementAmounts } from './placement-amounts';

function amountsOf(extraSpecs: Flavor['extraSpecs']) {
  const flavor = aFlavor(extraSpecs);
  const result = guestTopologyOf(flavor, { osId: null, properties: {} });
  if (!result.ok) throw new Error(result.refusal.message);
  const { vcpus, pcpus, memoryMib, diskGib } = placementAmounts(flavor, result.topology);
  return [vcpus, pcpus, memoryMib, diskGib];
}

const DEDICATED = { 'hw:cpu_policy': 'dedicated' };
const MIXED = { 'hw:cpu_policy': 'mixed', 'hw:cpu_dedicated_mask': '0-2' };
const ISOLATED = { 'hw:emulator_threads_policy': 'isolate' };

describe('what Nova asks Placement for, for a flavor of 4 vCPUs, 4096 MiB and 20 GiB', () => {
  it.each`
    case                                                | specs                                                        | amounts
    ${'nothing special'}                                | ${{}}                                                        | ${[4, 0, 4096, 20]}
    ${'guest nodes alone'}                              | ${{ 'hw:numa_nodes': '2' }}                                  | ${[4, 0, 4096, 20]}
    ${'pinned vCPUs are PCPU'}                          | ${DEDICATED}                                                 | ${[0, 4, 4096, 20]}
    ${'one more for an isolated emulator thread'}       | ${{ ...DEDICATED, ...ISOLATED }}                             | ${[0, 5, 4096, 20]}
    ${'a shared emulator thread costs nothing'}         | ${{ ...DEDICATED, 'hw:emulator_threads_policy': 'share' }}   | ${[0, 4, 4096, 20]}
    ${'mixed is split'}                                 | ${MIXED}                                                     | ${[1, 3, 4096, 20]}
    ${'mixed with an isolated emulator thread'}         | ${{ ...MIXED, ...ISOLATED }}                                 | ${[1, 4, 4096, 20]}
    ${'resources:PCPU instead of a policy'}             | ${{ 'resources:PCPU': '4' }}                                 | ${[0, 4, 4096, 20]}
    ${'or of a numbered group, which is counted once'}  | ${{ 'resources12:PCPU': '4' }}                               | ${[0, 4, 4096, 20]}
    ${'but not of a lettered one, which adds to it'}    | ${{ ...DEDICATED, 'resources_A:PCPU': '2' }}                 | ${[0, 6, 4096, 20]}
    ${'nor of none: the policy stands'}                 | ${{ ...DEDICATED, 'resources:PCPU': '0' }}                   | ${[0, 4, 4096, 20]}
    ${'resources:VCPU overrides the flavor'}            | ${{ 'resources:VCPU': '2' }}                                 | ${[2, 0, 4096, 20]}
    ${'0 asks for nothing'}                             | ${{ 'resources:VCPU': '0', 'resources:DISK_GB': '0' }}       | ${[0, 0, 4096, 0]}
    ${'memory is overridden too'}                       | ${{ 'resources:MEMORY_MB': '8192' }}                         | ${[4, 0, 8192, 20]}
    ${'groups add up'}                                  | ${{ 'resources1:DISK_GB': '5', 'resources_A:DISK_GB': '7' }} | ${[4, 0, 4096, 12]}
    ${'a stated policy overrides the unsuffixed group'} | ${{ ...MIXED, 'resources:VCPU': '0' }}                       | ${[1, 3, 4096, 20]}
    ${'what is no amount is skipped'}                   | ${{ 'resources:DISK_GB': 'x', 'resources:MEMORY_MB': '-1' }} | ${[4, 0, 4096, 20]}
  `('$case', ({ specs, amounts }: { specs: Flavor['extraSpecs']; amounts: number[] }) => {
    expect(amountsOf(specs)).toEqual(amounts);
  });
});
