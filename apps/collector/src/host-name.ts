import { hostname } from 'node:os';
import type { Machine } from './machine/machine';
import { findNovaFiles, novaHostName } from './probes/nova-files';
import { UsageError } from './usage-error';

/** As the advisor has it in URLs. */
const HOST_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,254}$/;

/**
 * The name of the host: as given, else as Nova is told it (`[DEFAULT]host`), else as the machine has it, which Nova takes
 * (`socket.gethostname()`, nova/conf/netconf.py).
 *
 * @throws UsageError when there is none, or none that the advisor takes
 */
export function hostNameOf(given: string | null, machine: Machine): string {
  const name = given ?? novaHostName(findNovaFiles(machine.tree).text ?? '') ?? ownName(machine);
  if (name === null) throw new UsageError('The tree does not tell the name of its host; give --host-name.');
  if (!HOST_NAME.test(name)) throw new UsageError(`"${name}" is no host name; give --host-name.`);
  return name;
}

function ownName(machine: Machine): string | null {
  if (machine.isLive) return hostname();
  const files = ['/proc/sys/kernel/hostname', '/etc/hostname', '/hostname'];
  const names = files.map((file) => machine.tree.read(file)?.trim() ?? '');
  return names.find((name) => HOST_NAME.test(name)) ?? null;
}
