import type { FakeAnswer, FakeRequest } from '@iopath/testing';
import { all, cloudErrorOf, OpenedCloud } from '../opened-cloud.fixture';

let opened: OpenedCloud;

beforeEach(async () => {
  opened = await OpenedCloud.start();
});

afterEach(() => opened.close());

const FLAVOR = { vcpus: 1, ram: 1024, disk: 0, extra_specs: {} };

function flavors(count: number): { readonly id: string; readonly name: string }[] {
  return Array.from({ length: count }, (_, index) => ({ ...FLAVOR, id: `f${index}`, name: `flavor ${index}` }));
}

/** A list as Nova pages it: sorted, after the marker, a link when the page is full; a marker that is gone is refused. */
function paged(items: readonly { readonly id: string }[]): (request: FakeRequest) => FakeAnswer {
  return ({ query }) => {
    const marker = query.get('marker');
    const after = items.findIndex(({ id }) => id === marker);
    if (marker !== null && after < 0) {
      return { status: 400, body: { badRequest: { code: 400, message: `marker [${marker}] not found` } } };
    }
    const page = items.slice(after + 1, after + 1 + Number(query.get('limit')));
    const isFull = page.length === Number(query.get('limit'));
    const links = [{ rel: 'next', href: `http://internal:8774/v2.1/flavors/detail?limit=2&marker=${page.at(-1)?.id}` }];
    return { status: 200, body: { flavors: page, ...(isFull ? { flavors_links: links } : {}) } };
  };
}

const idsOf = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);

describe('a list that comes in pages', () => {
  it.each([0, 1, 2, 3, 4, 5])('of %d items is read to its end, two at a time', async (count) => {
    opened.openStack.on('compute', 'GET', '/v2.1/flavors/detail', paged(flavors(count)));
    const { reader } = opened.reopen({}, { limits: { pageSize: 2 } });

    expect(idsOf(await all(reader.flavors()))).toEqual(idsOf(flavors(count)));
  });

  it('is asked for as far as somebody reads', async () => {
    opened.openStack.on('compute', 'GET', '/v2.1/flavors/detail', paged(flavors(100)));
    const { reader } = opened.reopen({}, { limits: { pageSize: 2 } });
    for await (const { id } of reader.flavors()) if (id === 'f2') break;

    expect(opened.openStack.received('compute', 'GET', '/v2.1/flavors/detail')).toHaveLength(2);
  });

  it.each([
    ['the last item of a page is', [2]],
    ['a page is', [0, 1, 2]],
    ['two pages are', [0, 1, 2, 3, 4, 5]],
  ])('goes on where it was when %s deleted meanwhile', async (_what, gone) => {
    const all = flavors(9);
    let items = all;
    opened.openStack.on('compute', 'GET', '/v2.1/flavors/detail', (request) => paged(items)(request));
    const { reader } = opened.reopen({}, { limits: { pageSize: 3 } });
    const read: string[] = [];
    for await (const { id } of reader.flavors()) {
      read.push(id);
      if (id === `f${gone.at(-1)}`) items = all.filter((_item, index) => !gone.includes(index));
    }

    expect(read).toEqual(idsOf(all));
  });

  it('is an error when more is deleted meanwhile than is remembered', async () => {
    let items = flavors(60);
    opened.openStack.on('compute', 'GET', '/v2.1/flavors/detail', (request) => paged(items)(request));
    const { reader } = opened.reopen({}, { limits: { pageSize: 25 } });
    const reading = async () => {
      for await (const { id } of reader.flavors()) if (id === 'f24') items = items.slice(25);
    };

    expect(await cloudErrorOf(reading())).toMatchObject({ status: 400 });
  });

  it('is an error when its pages go round in a circle', async () => {
    const page = (ids: readonly string[], next: string): FakeAnswer => ({
      status: 200,
      body: {
        flavors: ids.map((id) => ({ ...FLAVOR, id, name: id })),
        flavors_links: [{ rel: 'next', href: `?marker=${next}` }],
      },
    });
    opened.openStack.on('compute', 'GET', '/v2.1/flavors/detail', ({ query }) =>
      query.get('marker') === 'b' ? page(['c', 'd'], 'd') : page(['a', 'b'], 'b'),
    );

    expect(await cloudErrorOf(all(opened.cloud.reader.flavors()))).toMatchObject({
      code: 'cloud.malformed_answer',
      message: 'compute pages /flavors/detail in a circle.',
    });
  });

  it('is an error when an empty page says that there is more', async () => {
    const body = { flavors: [], flavors_links: [{ rel: 'next', href: 'http://x/?limit=2' }] };
    opened.openStack.on('compute', 'GET', '/v2.1/flavors/detail', { status: 200, body });

    expect(await cloudErrorOf(all(opened.cloud.reader.flavors()))).toMatchObject({ code: 'cloud.malformed_answer' });
  });

  it("is Neutron's and Glance's in the same way", async () => {
    const network = (id: string) => ({ id, name: id });
    opened.openStack.on('network', 'GET', '/v2.0/networks', ({ query }) => {
      const links = [{ rel: 'next', href: 'http://n/v2.0/networks?limit=1&marker=n1' }];
      return query.get('marker') === 'n1'
        ? { status: 200, body: { networks: [network('n2')], networks_links: [{ rel: 'previous', href: 'http://n/' }] } }
        : { status: 200, body: { networks: [network('n1')], networks_links: links } };
    });
    const image = (id: string) => ({ id, name: id, status: 'active', visibility: 'public' });
    opened.openStack.on('image', 'GET', '/v2/images', ({ query }) =>
      query.get('marker') === 'i1'
        ? { status: 200, body: { images: [image('i2')] } }
        : { status: 200, body: { images: [image('i1')], next: '/v2/images?limit=1&marker=i1' } },
    );
    const { reader } = opened.cloud;

    expect(idsOf(await all(reader.networks()))).toEqual(['n1', 'n2']);
    expect(idsOf(await all(reader.images()))).toEqual(['i1', 'i2']);
  });
});
