import { useTranslation } from 'react-i18next'
import { Copy } from '../../../parts/copy.tsx'
import { rangeText, type TreeNode } from './tree.tsx'

/** The node under the pointer or the focus, with its whole hash. */
export function NodeFacts({ node }: { readonly node: TreeNode | null }) {
  const { t } = useTranslation()
  if (!node) return <p className="faint">{t('explore.chooseNode')}</p>
  return (
    <div className="node-facts">
      <b>{t(`explore.node.${node.kind}`)}</b> <span className="muted">{t('explore.coversLeaves')}</span>{' '}
      <span className="nowrap">{rangeText(node)}</span>
      <p className="muted">{t(`explore.nodeWhy.${node.kind}`)}</p>
      {node.hash ? (
        <p className="break mono">
          {node.hash} <Copy text={node.hash} />
        </p>
      ) : (
        <p className="faint">{t('explore.notComputed')}</p>
      )}
    </div>
  )
}
