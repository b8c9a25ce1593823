import type { HostTree } from './host-tree';

const SYSFS = '/sys';

/** A copy of what is in `/sys`, without that folder itself, as the host that it is of. */
export class SysfsOnlyTree implements HostTree {
  constructor(private readonly sysfs: HostTree) {}

  read(path: string): string | null {
    return this.below(path, (inside) => this.sysfs.read(inside)) ?? null;
  }

  list(path: string): readonly string[] {
    if (path === '/') return [SYSFS.slice(1)];
    return this.below(path, (inside) => this.sysfs.list(inside)) ?? [];
  }

  exists(path: string): boolean {
    return path === '/' || this.below(path, (inside) => this.sysfs.exists(inside)) === true;
  }

  linkTarget(path: string): string | null {
    return this.below(path, (inside) => this.sysfs.linkTarget(inside)) ?? null;
  }

  resolve(path: string): string | null {
    const inside = this.below(path, (below) => this.sysfs.resolve(below)) ?? null;
    if (inside === null) return null;
    return inside === '/' ? SYSFS : `${SYSFS}${inside}`;
  }

  get denied(): ReadonlySet<string> {
    return new Set([...this.sysfs.denied].map((path) => `${SYSFS}${path}`));
  }

  private below<Found>(path: string, look: (inside: string) => Found): Found | null {
    if (path === SYSFS) return look('/');
    return path.startsWith(`${SYSFS}/`) ? look(path.slice(SYSFS.length)) : null;
  }
}
