import { fail, type Data, type Payload, type RequestName, type Result } from '@ringback/protocol';

/** A request that was made. */
export interface MadeRequest {
  readonly name: RequestName;
  readonly payload: unknown;
}

type Answers = {
  readonly [N in RequestName]?: (payload: Payload<N>) => Result<Data<N>> | Promise<Result<Data<N>>>;
};

/** A signaling client whose answers a test provides. */
export class FakeSignalingClient {
  readonly made: MadeRequest[] = [];
  #answers: Answers;

  constructor(answers: Answers = {}) {
    this.#answers = answers;
  }

  /** Changes the answers to some requests; a request without an answer fails with `offline`. */
  answer(answers: Answers): void {
    this.#answers = { ...this.#answers, ...answers };
  }

  readonly request = async <N extends RequestName>(
    name: N,
    payload: Payload<N>,
  ): Promise<Result<Data<N>>> => {
    this.made.push({ name, payload });
    return (await this.#answers[name]?.(payload)) ?? fail('offline');
  };
}
