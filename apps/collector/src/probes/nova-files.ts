import type { HostTree } from '@iopath/host-facts';

/**
 * Where nova-compute's configuration lies: packages, DevStack, Kolla, TripleO. Files of one place are read in this order and
 * later ones win, as oslo.config has it with its default files (`nova.conf`, then those of `nova.conf.d`).
 */
const PLACES: readonly (readonly string[])[] = [
  ['/etc/kolla/nova-compute/nova.conf'],
  ['/var/lib/config-data/puppet-generated/nova_libvirt/etc/nova/nova.conf'],
  ['/etc/nova/nova.conf', '/etc/nova/nova.conf.d/', '/etc/nova/nova-compute.conf', '/etc/nova/nova-cpu.conf'],
];

export interface NovaFiles {
  /** Texts of all files, one after the other; null when there is none or none may be read. */
  readonly text: string | null;
  readonly read: readonly string[];
  readonly denied: readonly string[];
}

/** Finds nova-compute's configuration; the first place that has any counts. */
export function findNovaFiles(tree: HostTree): NovaFiles {
  const denied: string[] = [];
  for (const place of PLACES) {
    const read: string[] = [];
    const texts: string[] = [];
    for (const file of place.flatMap((path) => filesOf(tree, path))) {
      const text = tree.read(file);
      if (text !== null) {
        read.push(file);
        texts.push(text);
      } else if (isDenied(tree, file)) denied.push(file);
    }
    if (read.length > 0) return { text: `${texts.join('\n')}\n`, read, denied };
  }
  return { text: null, read: [], denied };
}

function filesOf(tree: HostTree, path: string): readonly string[] {
  if (!path.endsWith('/')) return [path];
  const names = tree.list(path.slice(0, -1)).filter((name) => name.endsWith('.conf'));
  return names.map((name) => path + name);
}

/** It, or a folder on the way to it. */
function isDenied(tree: HostTree, file: string): boolean {
  return [...tree.denied].some((path) => file === path || file.startsWith(`${path}/`));
}

/**
 * Nova's `[DEFAULT]host`, the name that Nova knows this host by; null when it is not set or is no plain name.
 */
export function novaHostName(text: string): string | null {
  let section = '';
  let name: string | null = null;
  for (const line of text.split('\n')) {
    const header = /^\[([^\]]{1,255})\]/.exec(line);
    if (header !== null) section = header[1] ?? '';
    const [key = '', value = ''] = line.split('=', 2);
    if (section === 'DEFAULT' && key.trim() === 'host' && value.trim() !== '') name = value.trim();
  }
  return name !== null && /^[A-Za-z0-9][A-Za-z0-9._-]{0,253}$/.test(name) ? name : null;
}
