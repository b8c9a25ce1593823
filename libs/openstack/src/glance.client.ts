import type { CloudImage } from '@iopath/core';
import { readImage } from './records/image.record';
import { readPages } from './service/pages';
import { segment, ServiceClient, type ClientKit } from './service/service-client';
import type { SpokenApi } from './session/discovery';

const IMAGE: SpokenApi = { service: 'image', versionId: /^v2\.\d+$/, microversions: null };

/** Glance's API. */
export class GlanceClient {
  private readonly client: ServiceClient;

  constructor(
    kit: ClientKit,
    private readonly pageSize: number,
  ) {
    this.client = new ServiceClient(IMAGE, kit);
  }

  async *images({ name }: { name?: string }): AsyncGenerator<CloudImage> {
    const list = { service: 'image', path: '/images', items: 'images', more: 'next', pageSize: this.pageSize } as const;
    for await (const item of readPages(this.client, { ...list, query: { name } })) yield readImage(item);
  }

  async image(id: string): Promise<CloudImage | null> {
    const document = await this.client.find(`/images/${segment(id)}`);
    return document === null ? null : readImage(document);
  }
}
