import type { GuestBlueprint, PlacementMode } from '@iopath/core';

export const ARTIFACT_FORMATS = ['cli', 'heat', 'terraform', 'libvirt', 'nova_conf', 'openstacksdk'] as const;
export type ArtifactFormat = (typeof ARTIFACT_FORMATS)[number];

/** Formats that tell of hosts and their devices, whatever else is asked for. */
export const HOST_BEARING_FORMATS: readonly ArtifactFormat[] = ['libvirt', 'nova_conf'];

/** What an artifact is made of: the VMs of one recommendation. */
export interface ArtifactSource {
  readonly recommendationId: string;
  /** At least one. */
  readonly guests: readonly GuestBlueprint[];
  /** Who is to choose the host. */
  readonly placement: PlacementMode;
}

/** A text that does with one tool what the recommendation says. */
export interface Artifact {
  readonly fileName: string;
  /** Media type of the text. */
  readonly contentType: string;
  readonly text: string;
}

/** One format, one file. */
export type RenderArtifact = (source: ArtifactSource) => Artifact;
