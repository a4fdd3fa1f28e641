import { Checkbox, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import { type PostInput, type PostView, useWritePost } from '../../api/contests.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Problem } from '../../parts/problem.tsx'

interface PostDialogProps {
  readonly id: string
  readonly post: PostView | null
  readonly onClose: () => void
}

const EMPTY: PostInput = { titleZh: '', titleEn: '', textZh: '', textEn: '', pinned: false }
const TEXTS = ['titleZh', 'titleEn', 'textZh', 'textEn'] as const

/** Both languages of an announcement, in the small part of Markdown that the public pages know. */
export function PostDialog({ id, post, onClose }: PostDialogProps) {
  const { t } = useFormat()
  const write = useWritePost(id)
  const [text, setText] = useState<PostInput>(() =>
    post
      ? {
          titleZh: post.titleZh,
          titleEn: post.titleEn,
          textZh: post.textZh,
          textEn: post.textEn,
          pinned: post.pinned,
        }
      : EMPTY,
  )
  const ready = TEXTS.every((key) => text[key].trim() !== '')
  return (
    <Modal
      open
      width={720}
      title={t(post ? 'contest.changePost' : 'contest.writePost')}
      okText={t('common.save')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !ready, loading: write.isPending }}
      onCancel={onClose}
      onOk={() => write.mutate({ ...text, post: post?.id ?? null }, { onSuccess: onClose })}
      destroyOnHidden
    >
      <Form layout="vertical" component="div">
        <p className="muted">{t('contest.postHint')}</p>
        {TEXTS.map((key) => (
          <Form.Item key={key} label={t(`contest.post.${key}`)} htmlFor={`post-${key}`}>
            {key.startsWith('title') ? (
              <Input
                id={`post-${key}`}
                maxLength={120}
                value={text[key]}
                onChange={({ target }) => setText({ ...text, [key]: target.value })}
              />
            ) : (
              <Input.TextArea
                id={`post-${key}`}
                rows={6}
                maxLength={10_000}
                value={text[key]}
                onChange={({ target }) => setText({ ...text, [key]: target.value })}
              />
            )}
          </Form.Item>
        ))}
        <Checkbox
          checked={text.pinned}
          onChange={({ target }) => setText({ ...text, pinned: target.checked })}
        >
          {t('contest.pin')}
        </Checkbox>
        {write.error ? <Problem error={write.error} /> : null}
      </Form>
    </Modal>
  )
}
