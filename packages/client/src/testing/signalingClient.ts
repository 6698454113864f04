import { fail, type Data, type Payload, type RequestName, type Result } from '@ringback/protocol';

/** A request that was made. */
export interface MadeRequest {
  readonly name: RequestName;
  readonly payload: unknown;
}

type Answers = {
  readonly [N in RequestName]?: (payload: Payload<N>) => Result<Data<N>> | Promise<Result<Data<N>>>;
};

/** The client's end of a connection to a server that knows no more than what a test tells it to answer. */
export class FakeSignalingClient {
  readonly made: MadeRequest[] = [];
  #answers: Answers;

  constructor(answers: Answers = {}) {
    this.#answers = answers;
  }

  /** Changes what some requests are answered with; whatever has no answer is `offline`. */
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
