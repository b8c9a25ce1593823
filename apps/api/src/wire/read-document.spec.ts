import { MapField, EnumListField, IntField, ListField, NumberField, ObjectField, TextField } from './fields';
import { readDocument } from './read-document';
import { isTextRule, matching } from './value-rule';

class InnerDto {
  @IntField({ min: 1, max: 10, description: 'Required.' })
  size: number;

  @TextField({ optional: true, maxLength: 5, description: 'Optional.' })
  label?: string;
}

class OuterDto {
  @ListField(() => InnerDto, { minItems: 1, description: 'Required list.' })
  parts: InnerDto[];

  @ObjectField(() => InnerDto, { optional: true, description: 'Optional object.' })
  lid?: InnerDto;

  @EnumListField(['red', 'blue'], { optional: true, description: 'Optional values.' })
  colours?: string[];

  @NumberField({ above: 0, below: 100, optional: true, description: 'Between.' })
  percentile?: number;

  @MapField({
    optional: true,
    keys: [matching(/^[a-z/~]+$/, 'must be lower case')],
    values: [isTextRule],
    of: 'string',
    description: 'Free names.',
  })
  tags?: Record<string, string>;
}

function faultsOf(json: unknown): readonly string[] {
  const read = readDocument(OuterDto, json);
  return read.ok ? [] : read.faults.map(({ pointer, code }) => `${pointer} ${code}`);
}

const part = { size: 1 };

describe('reading a document', () => {
  it.each`
    document                                          | faults
    ${{ parts: [part] }}                              | ${[]}
    ${{ parts: [part], lid: null, colours: null }}    | ${[]}
    ${{}}                                             | ${['/parts field.required']}
    ${{ parts: null }}                                | ${['/parts field.required']}
    ${{ parts: [] }}                                  | ${['/parts field.bad_count']}
    ${{ parts: {} }}                                  | ${['/parts field.not_list']}
    ${{ parts: [part, 7] }}                           | ${['/parts/1 field.not_object']}
    ${{ parts: [part, null] }}                        | ${['/parts/1 field.not_object']}
    ${{ parts: [[part]] }}                            | ${['/parts/0 field.not_object']}
    ${{ parts: [{ size: '1' }] }}                     | ${['/parts/0/size field.not_integer']}
    ${{ parts: [{ size: true }] }}                    | ${['/parts/0/size field.not_integer']}
    ${{ parts: [{ size: 1.5 }] }}                     | ${['/parts/0/size field.not_integer']}
    ${{ parts: [{ size: -1 }] }}                      | ${['/parts/0/size field.too_small']}
    ${{ parts: [{ size: 11 }] }}                      | ${['/parts/0/size field.too_large']}
    ${{ parts: [part], lid: [] }}                     | ${['/lid field.not_object']}
    ${{ parts: [part], lid: {} }}                     | ${['/lid/size field.required']}
    ${{ parts: [{ size: 1, label: 'too long' }] }}    | ${['/parts/0/label field.bad_length']}
    ${{ parts: [{ size: 1, label: 'a\u0000' }] }}     | ${['/parts/0/label field.bad_characters']}
    ${{ parts: [{ size: 1, label: 'a\ud800' }] }}     | ${['/parts/0/label field.bad_characters']}
    ${{ parts: [part], colours: 'red' }}              | ${['/colours field.not_list']}
    ${{ parts: [part], colours: ['red', 3, 'pink'] }} | ${['/colours/1 field.not_text', '/colours/2 field.not_one_of']}
    ${{ parts: [part], percentile: 100 }}             | ${['/percentile field.too_large']}
    ${{ parts: [part], percentile: 0 }}               | ${['/percentile field.too_small']}
    ${{ parts: [part], tags: [] }}                    | ${['/tags field.not_object']}
    ${{ parts: [part], tags: { 'a/~': 1 } }}          | ${['/tags/a~1~0 field.not_text']}
    ${{ parts: [part], tags: { A: 'x' } }}            | ${['/tags/A field.malformed']}
    ${{ parts: [part], constructor: 1, toString: 2 }} | ${['/constructor field.unknown', '/toString field.unknown']}
    ${[]}                                             | ${[' field.not_object']}
    ${null}                                           | ${[' field.not_object']}
  `('$document has the faults $faults', ({ document, faults }: { document: unknown; faults: readonly string[] }) => {
    expect(faultsOf(document)).toEqual(faults);
  });

  it('tells every fault at once', () => {
    const faults = faultsOf({ parts: [{ size: '1', nope: 1 }, {}], colours: ['pink'], percentile: 101 });

    expect([...faults].sort()).toEqual([
      '/colours/0 field.not_one_of',
      '/parts/0/nope field.unknown',
      '/parts/0/size field.not_integer',
      '/parts/1/size field.required',
      '/percentile field.too_large',
    ]);
  });
});
