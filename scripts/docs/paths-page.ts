import { DISK_PATHS, NIC_PATHS } from '@iopath/core';
import { diskPathSection } from './disk-path-section';
import { code, table } from './markdown';
import { nicPathSection } from './nic-path-section';

/** docs/paths.md: the catalogue, path by path. */
export function pathsPage(): string {
  return [
    INTRODUCTION,
    table(
      ['NIC path', 'port', 'guest driver', 'takes', 'isolation', 'live migration'],
      NIC_PATHS.map((path) => [
        `[${code(path.name)}](#${path.name})`,
        code(path.vnicType),
        code(path.needs.guestDriver),
        path.takes,
        path.isolation,
        path.migration.mechanism,
      ]),
    ),
    table(
      ['disk path', 'guest driver', 'takes', 'boots', 'live migration'],
      DISK_PATHS.map((path) => [
        code(path.name),
        code(path.needs.guestDriver),
        path.takes === 'nothing' ? 'nothing' : path.deviceTypes.join(' or '),
        path.bootable ? 'yes' : 'no',
        path.migration.mechanism,
      ]),
    ),
    '## NICs',
    ...NIC_PATHS.map(nicPathSection),
    '## Disks',
    ...DISK_PATHS.map(diskPathSection),
  ].join('\n\n');
}

const INTRODUCTION = `# I/O paths: what each needs, how it is asked for, how it moves

One file each under \`libs/core/src/io-path/\`. What is not known of a host is never taken for there. What a path is worth
is in [scoring.md](scoring.md), what it is predicted to do in [model.md](model.md), which rule refuses it in
[feasibility.md](feasibility.md).

Two choices are nobody's to make through an API. Whether a \`normal\` port is served by QEMU, by vhost-net or by OVS-DPDK is
a fact of the host it lands on: the advisor picks the host, and its \`operator_prerequisites\` say what makes that hold. And
no one can ask Nova for a particular VF: the one in an answer is held in our ledger, and Nova picks again.

\`live migration\` is \`transparent\` (the guest notices a pause at most), \`unplug_replug\` (the guest sees the device go and
come back) or \`none\`.`;
