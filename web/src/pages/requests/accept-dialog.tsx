import { Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { useAccept } from '../../api/negotiation.ts'
import type { RequestView } from '../../api/types.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'
import { namesOf } from '../../parts/terms/names.ts'
import { Terms } from '../../parts/terms/terms.tsx'

interface Props {
  readonly request: RequestView
  readonly onClose: () => void
}

/** Accepts the version that is shown, and no other: the text once more, a tick, then the click. */
export function AcceptDialog({ request, onClose }: Props) {
  const { t } = useFormat()
  const navigate = useNavigate()
  const [read, setRead] = useState(false)
  const [comment, setComment] = useState('')
  const accept = useAccept(request.id)
  return (
    <Modal
      open
      width={760}
      title={t('negotiation.acceptTitle', { n: request.round })}
      okText={t('negotiation.accept')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !read, loading: accept.isPending }}
      onCancel={onClose}
      onOk={() =>
        // A promise: by the time that it is kept this dialog may be gone with the buttons around it.
        void accept
          .mutateAsync({ n: request.round, ...(comment.trim() ? { answer: comment.trim() } : {}) })
          .then(
            ({ contractId }) => {
              onClose()
              if (contractId) void navigate(`/contracts/${contractId}`)
            },
            () => undefined,
          )
      }
      destroyOnHidden
    >
      <div className="stack tight">
        <p>{t('negotiation.explainAccept')}</p>
        <Terms policy={request.policy} names={namesOf(request)} />
        <Checkbox checked={read} onChange={(event) => setRead(event.target.checked)}>
          {t('negotiation.iRead', { n: request.round })}
        </Checkbox>
        <Input.TextArea
          aria-label={t('negotiation.comment')}
          placeholder={t('negotiation.commentOptional')}
          value={comment}
          maxLength={1000}
          rows={2}
          onChange={(event) => setComment(event.target.value)}
        />
        {accept.error ? <Problem error={accept.error} /> : null}
      </div>
    </Modal>
  )
}
