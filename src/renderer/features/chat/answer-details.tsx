import { Button, makeStyles, Popover, PopoverSurface } from '@fluentui/react-components';
import { Info20Regular } from '@fluentui/react-icons/svg/info';
import { useEffect, useState } from 'react';
import type { Deployment } from '../../../shared/model/deployment.ts';
import type { MessageMetadata } from '../../../shared/model/message.ts';
import { useBridge } from '../../bridge.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { type Fact, Facts } from '../../ui/facts.tsx';
import { answerFacts, conversationText } from './answer-details.logic.ts';

const useStyles = makeStyles({
  surface: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: '8px',
    boxSizing: 'border-box',
    width: 'min(22rem, calc(100vw - 16px))',
    maxHeight: 'calc(100vh - 16px)',
    overflowY: 'auto',
    padding: '16px',
  },
});

/** What the details need. */
export interface AnswerDetailsProps {
  readonly metadata: MessageMetadata | undefined;
  readonly deployments: readonly Deployment[];
  readonly conversationId: string;
}

/** Opens what is known of how an answer came to be: version, times, tokens, cost, Azure's id of the request. */
export function AnswerDetails({ metadata, deployments, conversationId }: AnswerDetailsProps) {
  // A popover of its own for each of a thousand answers would cost more than the answers: there is one while it is open.
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [isOpen, setIsOpen] = useState(false);
  if (metadata === undefined) return null;
  return (
    <>
      <Button
        ref={setButton}
        appearance="subtle"
        size="small"
        icon={<Info20Regular />}
        aria-label="Details"
        title="Details"
        aria-expanded={isOpen}
        onClick={() => setIsOpen(!isOpen)}
      />
      {isOpen && button !== null ? (
        <Popover
          open
          trapFocus
          positioning={{ target: button, position: 'above', align: 'start', overflowBoundaryPadding: 8 }}
          onOpenChange={(event, data) => {
            // The button's own click closes it.
            if (!data.open && !(event.target instanceof Node && button.contains(event.target))) {
              setIsOpen(false);
              button.focus();
            }
          }}
        >
          <DetailsSurface metadata={metadata} deployments={deployments} conversationId={conversationId} />
        </Popover>
      ) : null}
    </>
  );
}

function DetailsSurface({
  metadata,
  deployments,
  conversationId,
}: AnswerDetailsProps & { readonly metadata: MessageMetadata }) {
  const classes = useStyles();
  const { requestId } = metadata;
  const conversation = useConversationFact(conversationId);
  const request = requestId === undefined ? [] : [{ name: 'Request id', value: requestId }];
  return (
    <PopoverSurface className={classes.surface} aria-label="Details">
      <Facts facts={[...answerFacts(metadata, deployments), ...conversation, ...request]} />
      {requestId === undefined ? null : (
        <CopyButton label="Copy request id" isLabelShown size="small" text={() => requestId} />
      )}
    </PopoverSurface>
  );
}

/** What the whole conversation has used; nothing while that is not known. */
function useConversationFact(conversationId: string): readonly Fact[] {
  const { usage } = useBridge();
  const [facts, setFacts] = useState<readonly Fact[]>([]);
  useEffect(() => {
    let isWanted = true;
    void usage.conversation({ conversationId }).then((reply) => {
      if (isWanted && reply.ok && reply.value.length > 0) {
        setFacts([{ name: 'Conversation', value: conversationText(reply.value) }]);
      }
    });
    return () => {
      isWanted = false;
    };
  }, [usage, conversationId]);
  return facts;
}
