export interface ClaimsOptions {
  /** Begins the use of a model; false: it is closed. */
  readonly enter: (model: string) => Promise<boolean>;
  readonly leave: (model: string) => void;
}

interface Claim {
  count: number;
  /** Null once the use is known to others. */
  entering: Promise<boolean> | null;
}

/** Many requests of one process for a model are one use to others: only the first and the last are told. */
export function createClaims({ enter, leave }: ClaimsOptions) {
  const claims = new Map<string, Claim>();

  const release = (model: string, claim: Claim): void => {
    claim.count--;
    if (claim.count > 0 || claims.get(model) !== claim) return;
    claims.delete(model);
    if (!claim.entering) leave(model);
  };

  const begin = (model: string): Claim => {
    const claim: Claim = { count: 0, entering: null };
    claims.set(model, claim);
    claim.entering = enter(model).then((entered) => {
      claim.entering = null;
      // Those who come later ask again.
      if (!entered && claims.get(model) === claim) claims.delete(model);
      return entered;
    });
    return claim;
  };

  return {
    models: (): string[] => [...claims.keys()],
    enter(model: string): boolean | Promise<boolean> {
      const claim = claims.get(model) ?? begin(model);
      claim.count++;
      return claim.entering ?? true;
    },
    leave(model: string): void {
      const claim = claims.get(model);
      if (claim) release(model, claim);
    },
  };
}
