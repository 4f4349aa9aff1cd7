import { FieldTable } from './field-table.tsx';
import { Method } from './method.tsx';
import { resolve, type OpenApi, type Operation } from './openapi.ts';
import { TryIt } from './try-it.tsx';

interface OperationDetailProps {
  readonly operation: Operation;
  readonly document: OpenApi;
}

/** What an operation takes, what it answers, and a way to call it. */
export const OperationDetail = ({ operation, document }: OperationDetailProps) => (
  <article class="stack api-detail" aria-labelledby="operation-title">
    <header class="stack tight">
      <h2 id="operation-title">{operation.summary}</h2>
      <p class="mono break">
        <Method name={operation.method} /> {operation.path}
      </p>
      {operation.description && <p class="soft">{operation.description}</p>}
    </header>
    <TryIt operation={operation} document={document} />
    {operation.body && (
      <section aria-labelledby="request-title">
        <div class="section-head">
          <h3 id="request-title">Request</h3>
          <span class="mono small soft">{operation.body.type}</span>
        </div>
        <FieldTable
          schema={operation.body.schema}
          document={document}
          label="Fields of the request"
        />
      </section>
    )}
    <section aria-labelledby="answer-title">
      <div class="section-head">
        <h3 id="answer-title">Answers</h3>
      </div>
      {Object.entries(operation.responses).map(([status, { description, content }]) => {
        const [type, media] = Object.entries(content ?? {})[0] ?? [];
        const good = status.startsWith('2');
        return (
          <div key={status} class="stack tight api-answer">
            <p class="small">
              <strong class={`mono ${good ? 'ok-text' : 'bad-text'}`}>{status}</strong>{' '}
              {description} {good && <span class="mono soft">{type}</span>}
            </p>
            {good && media && resolve(media.schema, document).properties && (
              <FieldTable
                schema={media.schema}
                document={document}
                label={`Fields of the ${status} answer`}
              />
            )}
          </div>
        );
      })}
    </section>
  </article>
);
