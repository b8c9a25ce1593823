import type { OpenStackRelease } from '@iopath/core';

/** The release that flavors are judged for when the caller names none. */
export class TargetRelease {
  constructor(readonly release: OpenStackRelease) {}
}
