-- shop.order_items as it is in the source: of each key the latest row, without those that were deleted.
SELECT
  order_id,
  line,
  product_id,
  quantity,
  price,
  "_committed_at" AS changed_at
FROM (
  SELECT
    *,
    row_number() OVER (PARTITION BY order_id, line ORDER BY "_position" DESC) AS newest
  FROM shop_order_items
) AS changes
WHERE newest = 1 AND "_op" <> 'D'
