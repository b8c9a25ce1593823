import fc from 'fast-check';
import { refusalOf } from '../import/reading.fixture';
import { readXml } from './read-xml';
import type { XmlElement } from './xml-element';

const bytes = (text: string) => new TextEncoder().encode(text);
const read = (text: string): readonly XmlElement[] => readXml(bytes(text));
const refusal = (text: string) => refusalOf(() => read(text));

describe('reading XML', () => {
  it('keeps what is written: no number, no boolean is made of it', () => {
    const [root] = read('<device id="0123" on="true"> 007 </device>');

    expect([...(root?.attributes ?? [])]).toEqual([
      ['id', '0123'],
      ['on', 'true'],
    ]);
    expect(root?.text).toBe('007');
  });

  it('keeps the order of elements of several names', () => {
    const [root] = read('<a><b/><c/><b/></a>');

    expect(root?.children.map(({ name }) => name)).toEqual(['b', 'c', 'b']);
  });

  it('puts characters in place of the five entities and of numbers, once', () => {
    const [root] = read('<a b="&lt;&#x41;&quot;">&amp;lt; &#233;</a>');

    expect(root?.attributes.get('b')).toBe('<A"');
    expect(root?.text).toBe('&lt; é');
  });

  it('takes CDATA as it is', () => {
    expect(read('<a><![CDATA[<b> &amp;]]></a>')[0]?.text).toBe('<b> &amp;');
  });

  it('takes documents one after another, with declarations, document types and comments between them', () => {
    const text = `<?xml version="1.0"?>\n<a/>\n<!-- next -->\n<?xml version='1.0' encoding='UTF-8'?>
      <!DOCTYPE topology SYSTEM "hwloc2.dtd">\n<b><?xml version="1.0"?><c/></b>`;

    expect(read(text).map(({ name }) => name)).toEqual(['a', 'b']);
    expect(read(text)[1]?.children[0]?.name).toBe('c');
  });

  it('takes a byte order mark, and Latin-1 where it is declared', () => {
    expect(readXml(new Uint8Array([0xef, 0xbb, 0xbf, ...bytes('<a/>')]))[0]?.name).toBe('a');
    const latin1 = [...bytes('<?xml version="1.0" encoding="ISO-8859-1"?><a>'), 0xe9, ...bytes('</a>')];
    expect(readXml(new Uint8Array(latin1))[0]?.text).toBe('é');
  });

  it('takes elements and attributes that are called what JavaScript has names for', () => {
    const [root] = read('<constructor><__proto__ toString="1" __proto__="2">x</__proto__><prototype/></constructor>');

    expect(root?.name).toBe('constructor');
    expect(root?.children.map(({ name }) => name)).toEqual(['__proto__', 'prototype']);
    expect(root?.children[0]?.attributes.get('__proto__')).toBe('2');
    expect(({} as Record<string, unknown>)['toString']).toBe(Object.prototype.toString);
  });

  it.each([
    ['entities that grow', '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>', 'line 1'],
    ['an entity that fetches a file', '\n<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/shadow">]><a>&f;</a>', 'line 2'],
    ['a parameter entity', '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://192.0.2.1/x.dtd"> %p;]><a/>', 'line 1'],
    ['an empty list of declarations', '<!DOCTYPE a []><a/>', 'line 1'],
    ['a declaration outside of a document type', '<a/>\n<!ENTITY b "c">', 'line 2'],
    ['a document type within the document', '<a>\n<!DOCTYPE b SYSTEM "b.dtd"></a>', 'line 2'],
  ])('refuses %s before any of it is read', (_what, text, where) => {
    expect(refusal(text)).toEqual({ code: 'import.unsafe', where });
  });

  it.each([
    ['that ends within an element', '<a>\n<b>\n</b>\n', 'line 4'],
    ['that ends within a tag', '<a>\n<b c="', 'line 2'],
    ['that ends within a comment', '<a/>\n<!-- and', 'line 2'],
    ['that ends within CDATA', '<a><![CDATA[</a>', 'line 1'],
    ['with an end that fits no beginning', '<a/>\n<b>\n</c>', 'line 3'],
    ['with an end and no beginning', '<a/></a>', 'line 1'],
    ['with an attribute without quotes', '<a>\n<b c=1/></a>', 'line 2'],
    ['with an attribute twice', '<a b="1" b="2"/>', 'line 1'],
    ['with words between documents', '<a/>\nerror: failed to connect\n<b/>', 'line 1'],
    ['with a bare ampersand', '<a>\nthis & that</a>', 'line 2'],
    ['with an entity that nobody declared', '<a>&nbsp;</a>', 'from line 1'],
    ['with a reference to what is no character', '<a b="&#0;"/>', 'from line 1'],
    ['with half of a surrogate pair', '<a>&#xD800;</a>', 'from line 1'],
    ['with a NUL', '<a>\n\u0000</a>', 'line 2'],
    ['without any element', '<?xml version="1.0"?>\n', null],
    ['that is JSON', '{"a": 1}', 'line 1'],
  ])('refuses a text %s', (_what, text, where) => {
    expect(refusal(text)).toEqual({ code: 'import.malformed', where });
  });

  it.each([
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x3c, 0x00, 0x61, 0x00])],
    ['UTF-16 without a mark', new Uint8Array([0x00, 0x3c, 0x00, 0x61])],
    ['bytes that are not UTF-8', new Uint8Array([...bytes('<a>'), 0xe9, ...bytes('</a>')])],
    ['an encoding that is declared and not read', bytes('<?xml version="1.0" encoding="EBCDIC-CP-US"?><a/>')],
  ])('refuses %s', (_what, input) => {
    expect(refusalOf(() => readXml(input))?.code).toBe('import.malformed');
  });

  it.each([
    ['200 MB', () => new Uint8Array(200_000_000)],
    ['elements in elements in elements', () => bytes('<a>'.repeat(100_000))],
    ['too many elements', () => bytes(`<a>${'<b/>'.repeat(250_001)}</a>`)],
    ['too many documents', () => bytes('<a/>'.repeat(250_001))],
  ])('refuses %s', (_what, input) => {
    expect(refusalOf(() => readXml(input()))?.code).toBe('import.too_large');
  });

  it.each([
    ['spaces in a tag', () => `<a b="1"${' '.repeat(1_000_000)}/>`],
    ['attributes', () => `<a ${Array.from({ length: 100_000 }, (_, i) => `a${i}="1"`).join(' ')}/>`],
    ['comments', () => `${'<!---->'.repeat(200_000)}<a/>`],
    ['instructions', () => `<a>${'<?b?>'.repeat(200_000)}</a>`],
    ['sections of CDATA', () => `<a>${'<![CDATA[b]]>'.repeat(100_000)}</a>`],
    ['references', () => `<a>${'&amp;'.repeat(200_000)}</a>`],
    ['documents far apart', () => `<a/>${'\n'.repeat(20)}`.repeat(50_000)],
  ])('takes a great many %s without taking long', (_what, text) => {
    expect(read(text()).length).toBeGreaterThan(0);
  });

  it('reads back what is written, whatever is in it', () => {
    const text = fc
      .string({
        unit: fc.constantFrom('a', ' ', '<', '>', '&', '"', "'", ']]>', '<!--', '&lt;', 'é', '𝄞'),
        maxLength: 12,
      })
      .map((value) => value.trim());

    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), (pairs) => {
        const written = pairs.map(([value, content]) => `<p v="${escaped(value)}">${escaped(content)}</p>`).join('\n');

        const found = read(`<root>${written}</root>`)[0]?.children ?? [];

        expect(found.map((each) => [each.attributes.get('v'), each.text])).toEqual(pairs);
      }),
    );
  });

  it('refuses with a code, or reads, whatever it is given', () => {
    const part = fc.constantFrom(
      '<',
      '</',
      '>',
      '/>',
      'a',
      ' b="1"',
      '<!--',
      '-->',
      '<![CDATA[',
      ']]>',
      '<?',
      '?>',
      '&',
      ';',
      '<!DOCTYPE',
      '[',
      '"',
      '\n',
    );

    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const found = refusal(parts.join(''));

        expect(found === null || found.code.startsWith('import.')).toBe(true);
      }),
    );
  });
});

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
