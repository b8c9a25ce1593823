import { differences } from './differences';

describe('what the demo expects', () => {
  it.each`
    expected                            | actual                                       | found
    ${{ status: 'ready' }}              | ${{ status: 'ready', id: 'x' }}              | ${[]}
    ${{ status: 'ready' }}              | ${{ status: 'failed' }}                      | ${['/status: expected "ready", got "failed"']}
    ${{ nics: [{ path: 'sriov_vf' }] }} | ${{ nics: [{ name: 'a', path: 'virtio' }] }} | ${['/nics/0/path: expected "sriov_vf", got "virtio"']}
    ${{ nics: [{ path: 'sriov_vf' }] }} | ${{ nics: [] }}                              | ${['/nics: expected [{"path":"sriov_vf"}], got []']}
    ${{ migration: { live: true } }}    | ${{}}                                        | ${['/migration: expected {"live":true}, got nothing']}
    ${{ host_name: null }}              | ${{ host_name: null }}                       | ${[]}
  `('$expected against $actual: $found', ({ expected, actual, found }: Record<string, unknown>) => {
    expect(differences(expected, actual)).toEqual(found);
  });
});
