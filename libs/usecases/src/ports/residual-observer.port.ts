/** Hears how far measurements lie from predictions; for metrics and logs. */
export abstract class ResidualObserver {
  /**
   * @param scope `all`, `host compute-05`, or a hardware class by its name, where the model has no scope of its own too.
   * @param residual median of ln(measured / predicted).
   */
  abstract residual(scope: string, residual: number): void;
  /** It could not be found out. */
  abstract residualUnknown(error: unknown): void;
}
