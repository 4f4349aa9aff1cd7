import { useMemo, useState } from 'preact/hooks';
import { CopyAs } from '../playground/copy-as.tsx';
import { RunButton } from '../playground/run-button.tsx';
import { Timeline } from '../playground/timeline.tsx';
import { useCall } from '../playground/use-call.ts';
import { FaultNote } from '../ui/fault-note.tsx';
import { useKept } from '../ui/use-kept.ts';
import { AnswerView } from './answer-view.tsx';
import { draftOf, optionsOf, sampleOf, type CallDraft } from './call-draft.ts';
import { CallFields } from './call-fields.tsx';
import type { OpenApi, Operation } from './openapi.ts';
import { readAnswer, type ShownAnswer } from './read-answer.ts';

interface TryItProps {
  readonly operation: Operation;
  readonly document: OpenApi;
}

/** Calls the operation for real and shows what came back, whatever its status. */
export function TryIt({ operation, document }: TryItProps) {
  const { id } = operation;
  const example = useMemo(() => draftOf(operation, document), [operation]);
  const [draft, setDraft] = useKept<CallDraft>(`try ${id}`, example);
  const [shown, setShown] = useKept<ShownAnswer | undefined>(`answer ${id}`, undefined);
  const [problem, setProblem] = useState('');
  const call = useCall(`try ${id}`);
  const send = (event: Event): void => {
    event.preventDefault();
    setShown(undefined);
    try {
      const { path, options } = optionsOf(operation, draft);
      setProblem('');
      void call.run(path, options, (answer, marks) => readAnswer(answer, marks, setShown));
    } catch (thrown) {
      setProblem((thrown as Error).message);
    }
  };
  return (
    <form
      class="stack try"
      aria-label={`Try ${operation.method} ${operation.path}`}
      onSubmit={send}
    >
      <CallFields operation={operation} document={document} draft={draft} onChange={setDraft} />
      <div class="row">
        <RunButton call={call} disabled={false}>
          Send
        </RunButton>
        <CopyAs sample={sampleOf(operation, draft)} />
      </div>
      {problem && (
        <p class="small bad-text" role="alert">
          {problem}
        </p>
      )}
      <FaultNote fault={call.fault} doing="The call failed" />
      {shown && <AnswerView answer={shown} />}
      <Timeline call={call} />
    </form>
  );
}
