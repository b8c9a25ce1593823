import { guestTopologyOf, type GuestTopology, type GuestTopologyResult } from '../../nova-fit/guest-topology';
import { readImageProperty } from '../../nova/image-properties';
import { isAtLeast, type OpenStackRelease } from '../../nova/openstack-release';
import { lenientBoolean, pythonInt } from '../../nova/python-values';
import type { Flavor, Image } from '../../request/vm-request';
import type { LintPort, LintSubject } from './lint-subject';

/** A subject with the questions that several rules ask of it. */
export class LintGiven {
  readonly release: OpenStackRelease;
  readonly flavor: Flavor;
  readonly image: Image;
  /** Empty when they are not known; `portsKnown` tells the two apart. */
  readonly ports: readonly LintPort[];
  readonly portsKnown: boolean;
  /** What Nova makes of flavor and image, or its refusal. */
  readonly guest: GuestTopologyResult;

  constructor(readonly subject: LintSubject) {
    this.release = subject.release;
    this.flavor = subject.flavor;
    this.image = subject.image;
    this.ports = subject.ports ?? [];
    this.portsKnown = subject.ports !== null;
    this.guest = guestTopologyOf(subject.flavor, subject.image);
  }

  since(release: OpenStackRelease): boolean {
    return isAtLeast(this.release, release);
  }

  /** Text of an extra spec; null when it is not set. */
  spec(key: string): string | null {
    return Object.hasOwn(this.flavor.extraSpecs, key) ? (this.flavor.extraSpecs[key] ?? null) : null;
  }

  /** By name: of several fixes the first that helps is taken, and that must not be a matter of who wrote which key first. */
  specKeys(): readonly string[] {
    return Object.keys(this.flavor.extraSpecs).sort();
  }

  isOn(key: string): boolean {
    return lenientBoolean(this.spec(key) ?? '');
  }

  count(key: string): number | null {
    return pythonInt(this.spec(key) ?? '');
  }

  /** An image property as Nova reads it, as text; null when it is not set or cannot be read. */
  property(key: string): string | null {
    if (!Object.hasOwn(this.image.properties, key)) return null;
    const read = readImageProperty(key, this.image.properties[key] ?? '');
    return read.ok ? `${read.value}` : null;
  }

  /** The guest's NUMA topology; null when it has none, and when Nova refuses flavor and image. */
  get topology(): GuestTopology | null {
    return this.guest.ok ? this.guest.topology : null;
  }

  /** True when Nova accepts flavor and image and the guest gets no NUMA topology. */
  get hasNoTopology(): boolean {
    return this.guest.ok && this.guest.topology === null;
  }

  get isPinned(): boolean {
    return this.topology?.cells.some(({ dedicatedVcpus }) => dedicatedVcpus.length > 0) ?? false;
  }
}
