import { bodyHashOf } from './idempotency-key';

describe('the hash of a body', () => {
  it.each`
    one                      | other                    | same
    ${{ a: 1, b: [1, 2] }}   | ${{ b: [1, 2], a: 1 }}   | ${true}
    ${{ a: { x: 1, y: 2 } }} | ${{ a: { y: 2, x: 1 } }} | ${true}
    ${{ a: [1, 2] }}         | ${{ a: [2, 1] }}         | ${false}
    ${{ a: 1 }}              | ${{ a: '1' }}            | ${false}
    ${{ a: null }}           | ${{}}                    | ${false}
    ${{ a: 1 }}              | ${[['a', 1]]}            | ${false}
    ${[]}                    | ${{}}                    | ${false}
  `('$one and $other: the same is $same', ({ one, other, same }: { one: unknown; other: unknown; same: boolean }) => {
    expect(bodyHashOf(one) === bodyHashOf(other)).toBe(same);
  });
});
