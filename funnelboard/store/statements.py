"""Queries as SQL, by name: each with its parameters, of which a tuple is the place of a value that is given.

Made by ``python -m funnelboard.store.statement_source``; change the queries there.
"""

from __future__ import annotations

STATEMENTS: dict[str, tuple[str, tuple[object, ...]]] = {
    "cards": (
        'SELECT "t1"."id", "t1"."version", "t1"."stage", "t1"."outcome", "t1"."title", "t1"."amount", '
        '"t1"."currency", "t2"."name", "t3"."name", "t4"."name", "t1"."market", "t1"."means", "t1"."authority", '
        '"t1"."need", "t1"."willing", "t1"."expected_close", CASE WHEN (("t1"."outcome" = ?) AND ("t1"."next_due" '
        'IS NOT NULL)) THEN (SELECT "t5"."due" FROM "follow_up" AS "t5" WHERE ((("t5"."deal_id" = "t1"."id") AND '
        '((("t5"."done_at" IS NULL) AND ("t5"."dropped_at" IS NULL)) AND ("t5"."deleted_at" IS NULL))) AND '
        '((("t1"."outcome" IS NULL) OR ("t1"."outcome" = ?)) OR ("t5"."created_at" > "t1"."closed_at"))) ORDER BY '
        '"t5"."due", COALESCE("t5"."time", ?), "t5"."id" LIMIT ?) ELSE "t1"."next_due" END, (SELECT "t5"."kind" '
        'FROM "follow_up" AS "t5" WHERE ((("t5"."deal_id" = "t1"."id") AND ((("t5"."done_at" IS NULL) AND '
        '("t5"."dropped_at" IS NULL)) AND ("t5"."deleted_at" IS NULL))) AND ((("t1"."outcome" IS NULL) OR '
        '("t1"."outcome" = ?)) OR ("t5"."created_at" > "t1"."closed_at"))) ORDER BY "t5"."due", '
        'COALESCE("t5"."time", ?), "t5"."id" LIMIT ?), "t1"."stage_since", "t1"."last_touch", "t1"."closed_at", '
        '"t1"."parked_until", "t1"."open_objections", "t1"."agreed", "t1"."signed", "t1"."settled", "t1"."score", '
        '"t1"."probability", CASE WHEN (("t1"."outcome" = ?) AND ("t1"."next_due" IS NOT NULL)) THEN (SELECT '
        '"t5"."time" FROM "follow_up" AS "t5" WHERE ((("t5"."deal_id" = "t1"."id") AND ((("t5"."done_at" IS NULL) '
        'AND ("t5"."dropped_at" IS NULL)) AND ("t5"."deleted_at" IS NULL))) AND ((("t1"."outcome" IS NULL) OR '
        '("t1"."outcome" = ?)) OR ("t5"."created_at" > "t1"."closed_at"))) ORDER BY "t5"."due", '
        'COALESCE("t5"."time", ?), "t5"."id" LIMIT ?) ELSE "t1"."next_time" END, "t1"."owner_id", '
        '"t1"."lost_reason", (("t1"."may_return" = ?) OR (("t2"."may_contact" = ?) AND NOT EXISTS(SELECT 1 FROM '
        '"deal_contact" AS "t6" INNER JOIN "contact" AS "t7" ON ("t7"."id" = "t6"."contact_id") WHERE '
        '((("t6"."deal_id" = "t1"."id") AND ("t6"."deleted_at" IS NULL)) AND ("t7"."may_contact" = ?))))) FROM '
        '"deal" AS "t1" LEFT OUTER JOIN "company" AS "t3" ON ("t1"."company_id" = "t3"."id") LEFT OUTER JOIN '
        '"seller" AS "t4" ON ("t1"."owner_id" = "t4"."id") LEFT OUTER JOIN "deal_contact" AS "t8" ON '
        '((("t8"."deal_id" = "t1"."id") AND ("t8"."is_primary" = ?)) AND ("t8"."deleted_at" IS NULL)) LEFT OUTER '
        'JOIN "contact" AS "t2" ON ("t8"."contact_id" = "t2"."id") WHERE ("t1"."id" IN (?))',
        ("lost", "won", "24:00", 1, "won", "24:00", 1, "lost", "won", "24:00", 1, "no", False, True, True, (0,)),
    ),
    "tags": (
        'SELECT "t1"."deal_id", "t2"."name" FROM "deal_tag" AS "t1" INNER JOIN "tag" AS "t2" ON ("t1"."tag_id" = '
        '"t2"."id") WHERE (("t1"."deal_id" IN (?)) AND ("t1"."deleted_at" IS NULL)) ORDER BY "t1"."id"',
        ((0,),),
    ),
    "deals": (
        'SELECT "t1"."id", "t1"."title", "t1"."stage", "t1"."created_at", "t1"."stage_since", "t1"."last_touch", '
        '"t1"."version", "t1"."outcome", "t1"."amount", "t1"."currency", "t1"."probability", "t2"."id", '
        '"t2"."login", "t2"."name", "t1"."source", "t1"."source_detail", "t1"."company_id", '
        '"t1"."referred_by_id", "t1"."market", "t1"."means", "t1"."authority", "t1"."need", "t1"."willing", '
        '"t1"."agreed", "t1"."signed", "t1"."settled", "t1"."pain_point", "t1"."current_supplier", '
        '"t1"."competitor", "t1"."decision_process", "t1"."buyer_next_step", "t1"."expected_close", '
        '"t1"."closed_at", "t1"."lost_reason", "t1"."lost_detail", "t1"."may_return", "t1"."parked_until", '
        '"t1"."parked_reason", "t1"."open_objections", "t1"."repeat_of_id", "t1"."score", "t1"."external_id", '
        '"t1"."external_source", "t1"."deleted_at", "t1"."merged_into" FROM "deal" AS "t1" LEFT OUTER JOIN '
        '"seller" AS "t2" ON ("t1"."owner_id" = "t2"."id") WHERE ("t1"."id" IN (?))',
        ((0,),),
    ),
    "companies of deals": (
        'SELECT "t1"."id", "t1"."name", "t1"."website", "t1"."phone", "t1"."address", '
        '"t1"."industry", "t1"."customer_since", "t1"."version" FROM "company" AS "t1" WHERE '
        '("t1"."id" IN (SELECT "t2"."company_id" FROM "deal" AS "t2" WHERE (("t2"."id" IN (?)) AND '
        '("t2"."company_id" IS NOT NULL)) UNION SELECT "t3"."referred_by_id" FROM "deal" AS "t3" '
        'WHERE (("t3"."id" IN (?)) AND ("t3"."referred_by_id" IS NOT NULL))))',
        ((0,), (0,)),
    ),
    "contacts of deals": (
        'SELECT "t1"."deal_id", "t1"."id", "t1"."role", "t1"."is_primary", "t1"."decides", '
        '"t1"."version", "t2"."id", "t2"."name", "t2"."company_id", "t2"."email", "t2"."phone", '
        '"t2"."job_title", "t2"."birthday", "t2"."may_contact", "t2"."version", "t2"."contact_by" '
        'FROM "deal_contact" AS "t1" INNER JOIN "contact" AS "t2" ON ("t1"."contact_id" = "t2"."id") '
        'WHERE (("t1"."deal_id" IN (?)) AND ("t1"."deleted_at" IS NULL)) ORDER BY "t1"."is_primary" '
        'DESC, "t1"."id"',
        ((0,),),
    ),
    "contact": (
        'SELECT "t1"."id", "t1"."name", "t1"."company_id", "t1"."email", "t1"."phone", "t1"."job_title", '
        '"t1"."birthday", "t1"."may_contact", "t1"."version", "t1"."contact_by" FROM "contact" AS "t1" WHERE '
        '(("t1"."id" = ?) AND ("t1"."deleted_at" IS NULL))',
        ((0,),),
    ),
    "own fields of deals": (
        'SELECT "t1"."deal_id", "t2"."name", "t1"."text" FROM "deal_field" AS "t1" INNER JOIN '
        '"own_field" AS "t2" ON ("t1"."own_field_id" = "t2"."id") WHERE (("t1"."deal_id" IN (?)) '
        'AND ("t1"."deleted_at" IS NULL)) ORDER BY "t1"."deal_id", "t2"."id"',
        ((0,),),
    ),
    "standing follow-ups": (
        'SELECT "t1"."id", "t1"."deal_id", "t1"."due", "t1"."kind", "t1"."what", "t2"."name", '
        '"t1"."done_at", "t1"."dropped_at", "t1"."result", "t1"."version", "t1"."time" FROM '
        '"follow_up" AS "t1" INNER JOIN "seller" AS "t2" ON ("t1"."seller_id" = "t2"."id") INNER '
        'JOIN "deal" AS "t3" ON ("t1"."deal_id" = "t3"."id") WHERE ((("t1"."deal_id" IN (?)) AND '
        '((("t1"."done_at" IS NULL) AND ("t1"."dropped_at" IS NULL)) AND ("t1"."deleted_at" IS '
        'NULL))) AND ((("t3"."outcome" IS NULL) OR ("t3"."outcome" = ?)) OR ("t1"."created_at" > '
        '"t3"."closed_at")))',
        ((0,), "won"),
    ),
    "settings": ('SELECT "t1"."name", "t1"."value" FROM "setting" AS "t1" WHERE ("t1"."deleted_at" IS NULL)', ()),
    "rates": (
        'SELECT "t1"."currency", "t1"."per_unit", "t1"."base", "t1"."day" FROM "rate" AS "t1" WHERE '
        '("t1"."deleted_at" IS NULL)',
        (),
    ),
    "seller": ('SELECT "t1"."id", "t1"."name" FROM "seller" AS "t1" WHERE ("t1"."login" = ?)', ((0,),)),
    "day": ('SELECT "t1"."day" FROM "board_day" AS "t1"', ()),
    "newest change": ('SELECT MAX("t1"."id") FROM "change" AS "t1"', ()),
    "kept totals": (
        'SELECT "t1"."stage", "t1"."outcome", "t1"."currency", "t1"."count", "t1"."amount", "t1"."weighted" '
        'FROM "board_total" AS "t1"',
        (),
    ),
    "won between": (
        'SELECT "t1"."currency", "t1"."amount" FROM "deal" AS "t1" WHERE ((((("t1"."deleted_at" IS NULL) '
        'AND ("t1"."parked_until" IS NULL)) AND (("t1"."outcome" = ?) AND ("t1"."currency" IS NOT NULL))) '
        'AND ("t1"."closed_at" >= ?)) AND ("t1"."closed_at" < ?))',
        ("won", (0,), (1,)),
    ),
    "won from": ('SELECT "t1"."currency", "t1"."amount" FROM "won_day" AS "t1" WHERE ("t1"."day" >= ?)', ((0,),)),
    "parked": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NOT NULL))',
        (),
    ),
    "parked until": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" <= ?))',
        ((0,),),
    ),
    "promised": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE ((((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS '
        'NULL)) AND ("t1"."stage" IN (?, ?, ?))) AND (COALESCE("next_due", \'9999-12-31\') >= ?)) AND '
        "(COALESCE(\"next_due\", '9999-12-31') < ?))",
        ("lead", "prospect", "opportunity", (0,), (1,)),
    ),
    "promised closed": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE ((((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."stage" = ?)) AND (COALESCE("next_due", '
        '\'9999-12-31\') < ?)) AND EXISTS(SELECT 1 FROM "follow_up" AS "t2" WHERE (((("t2"."deal_id" = '
        '"t1"."id") AND ((("t2"."done_at" IS NULL) AND ("t2"."dropped_at" IS NULL)) AND '
        '("t2"."deleted_at" IS NULL))) AND ((("t1"."outcome" IS NULL) OR ("t1"."outcome" = ?)) OR '
        '("t2"."created_at" > "t1"."closed_at"))) AND ("t2"."due" < ?))))',
        ("closed", (0,), "won", (0,)),
    ),
    "promises": (
        'SELECT "t1"."id", "t1"."deal_id", "t1"."due", "t1"."kind", "t1"."what", "t1"."time" FROM "follow_up" '
        'AS "t1" INNER JOIN "deal" AS "t2" ON ("t1"."deal_id" = "t2"."id") WHERE (((("t1"."due" <= ?) AND '
        '((("t1"."done_at" IS NULL) AND ("t1"."dropped_at" IS NULL)) AND ("t1"."deleted_at" IS NULL))) AND '
        '(("t2"."deleted_at" IS NULL) AND ("t2"."parked_until" IS NULL))) AND ((("t2"."outcome" IS NULL) OR '
        '("t2"."outcome" = ?)) OR ("t1"."created_at" > "t2"."closed_at"))) ORDER BY "t1"."due", '
        'COALESCE("t1"."time", ?), "t1"."id"',
        ((0,), "won", "24:00"),
    ),
    "promises of": (
        'SELECT "t1"."id", "t1"."deal_id", "t1"."due", "t1"."kind", "t1"."what", "t1"."time" FROM '
        '"follow_up" AS "t1" INNER JOIN "deal" AS "t2" ON ("t1"."deal_id" = "t2"."id") WHERE '
        '((((("t1"."due" <= ?) AND ((("t1"."done_at" IS NULL) AND ("t1"."dropped_at" IS NULL)) AND '
        '("t1"."deleted_at" IS NULL))) AND (("t2"."deleted_at" IS NULL) AND ("t2"."parked_until" IS NULL))) '
        'AND ((("t2"."outcome" IS NULL) OR ("t2"."outcome" = ?)) OR ("t1"."created_at" > '
        '"t2"."closed_at"))) AND (("t2"."owner_id" = ?) OR ("t1"."seller_id" = ?))) ORDER BY "t1"."due", '
        'COALESCE("t1"."time", ?), "t1"."id"',
        ((0,), "won", (1,), (1,), "24:00"),
    ),
    "waking": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE ((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS '
        'NOT NULL)) AND ("t1"."parked_until" <= ?)) ORDER BY "t1"."parked_until", "t1"."id"',
        ((0,),),
    ),
    "waking of": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" '
        'IS NOT NULL)) AND ("t1"."parked_until" <= ?)) AND LIKELY("t1"."owner_id" = ?)) ORDER BY '
        '"t1"."parked_until", "t1"."id"',
        ((0,), (1,)),
    ),
    "celebrating": (
        'SELECT "t1"."id", MAX("t2"."id") FROM "deal_contact" AS "t3" INNER JOIN "contact" AS "t1" ON '
        '("t3"."contact_id" = "t1"."id") INNER JOIN "deal" AS "t2" ON ("t3"."deal_id" = "t2"."id") WHERE '
        '(((((((substr("birthday", 6) IN (?)) AND ("t1"."birthday" IS NOT NULL)) AND ("t1"."may_contact" = '
        '?)) AND ("t1"."deleted_at" IS NULL)) AND ("t3"."deleted_at" IS NULL)) AND ("t2"."deleted_at" IS '
        'NULL)) AND ("t2"."may_return" != ?)) GROUP BY "t1"."id"',
        ((0,), True, "no"),
    ),
    "celebrating of": (
        'SELECT "t1"."id", MAX("t2"."id") FROM "deal_contact" AS "t3" INNER JOIN "contact" AS "t1" ON '
        '("t3"."contact_id" = "t1"."id") INNER JOIN "deal" AS "t2" ON ("t3"."deal_id" = "t2"."id") WHERE '
        '((((((((substr("birthday", 6) IN (?)) AND ("t1"."birthday" IS NOT NULL)) AND '
        '("t1"."may_contact" = ?)) AND ("t1"."deleted_at" IS NULL)) AND ("t3"."deleted_at" IS NULL)) AND '
        '("t2"."deleted_at" IS NULL)) AND ("t2"."may_return" != ?)) AND LIKELY("t2"."owner_id" = ?)) '
        'GROUP BY "t1"."id"',
        ((0,), True, "no", (1,)),
    ),
    "went stale": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" '
        'IS NULL)) AND ((((("t1"."stage" = ?) AND ("t1"."last_touch" <= ?)) AND ("t1"."last_touch" > ?)) OR '
        '((("t1"."stage" = ?) AND ("t1"."last_touch" <= ?)) AND ("t1"."last_touch" > ?))) OR ((("t1"."stage" '
        '= ?) AND ("t1"."last_touch" <= ?)) AND ("t1"."last_touch" > ?)))) AND NOT (("t1"."next_due" IS NOT '
        'NULL) AND ("t1"."next_due" >= ?)))',
        ("lead", (2,), (1,), "prospect", (4,), (3,), "opportunity", (6,), (5,), (0,)),
    ),
    "went stale of": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE ((((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ((((("t1"."stage" = ?) AND ("t1"."last_touch" <= ?)) AND '
        '("t1"."last_touch" > ?)) OR ((("t1"."stage" = ?) AND ("t1"."last_touch" <= ?)) AND '
        '("t1"."last_touch" > ?))) OR ((("t1"."stage" = ?) AND ("t1"."last_touch" <= ?)) AND '
        '("t1"."last_touch" > ?)))) AND NOT (("t1"."next_due" IS NOT NULL) AND ("t1"."next_due" >= ?))) '
        'AND LIKELY("t1"."owner_id" = ?))',
        ("lead", (2,), (1,), "prospect", (4,), (3,), "opportunity", (6,), (5,), (0,), (7,)),
    ),
    "adrift": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS '
        'NULL)) AND ("t1"."next_due" IS NULL)) AND ("t1"."stage" = ?)) ORDER BY COALESCE("score", -1) DESC, '
        '"t1"."id" DESC LIMIT ?',
        ((0,), (1,)),
    ),
    "adrift of": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE ((((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" '
        'IS NULL)) AND ("t1"."next_due" IS NULL)) AND ("t1"."stage" = ?)) AND (("t1"."owner_id" = ?) OR '
        '("t1"."owner_id" IS NULL))) ORDER BY COALESCE("score", -1) DESC, "t1"."id" DESC LIMIT ?',
        ((0,), (2,), (1,)),
    ),
    "count adrift": (
        'SELECT COUNT("t1"."id") FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."next_due" IS NULL)) AND ("t1"."stage" IN (?, ?, ?)))',
        ("lead", "prospect", "opportunity"),
    ),
    "count adrift of": (
        'SELECT COUNT("t1"."id") FROM "deal" AS "t1" WHERE ((((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."next_due" IS NULL)) AND ("t1"."stage" IN (?, ?, ?))) '
        'AND (("t1"."owner_id" = ?) OR ("t1"."owner_id" IS NULL)))',
        ("lead", "prospect", "opportunity", (0,)),
    ),
    "any to work": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" '
        'IS NULL)) AND ("t1"."outcome" IS NULL)) AND ("t1"."owner_id" = ?)) ORDER BY "t1"."id" DESC LIMIT ?',
        ((0,), 1),
    ),
    "any to take": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" '
        'IS NULL)) AND ("t1"."outcome" IS NULL)) AND ("t1"."owner_id" IS NULL)) ORDER BY "t1"."id" DESC '
        "LIMIT ?",
        (1,),
    ),
    "place by rank": (
        'SELECT "t1"."stage", "t1"."rank" FROM "deal" AS "t1" WHERE ((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."id" = ?))',
        ((0,),),
    ),
    "ahead by rank": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."stage" = ?)) AND ("t1"."rank" < ?))',
        ((0,), (1,)),
    ),
    "window by rank from start": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        '"t1"."rank" ASC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "window by rank from end": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND (("t1"."deleted_at" '
        'IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY "t1"."rank" DESC LIMIT ? OFFSET '
        "?",
        ((0,), (1,), (2,)),
    ),
    "place by amount": (
        'SELECT "t1"."stage", COALESCE("compared", -1), COALESCE("amount", -1), "t1"."id" FROM "deal" '
        'AS "t1" WHERE ((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL)) AND ("t1"."id" '
        "= ?))",
        ((0,),),
    ),
    "ahead by amount": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."stage" = ?)) AND (((COALESCE("compared", -1) > ?) OR '
        '((COALESCE("compared", -1) = ?) AND (COALESCE("amount", -1) > ?))) OR (((COALESCE("compared", '
        '-1) = ?) AND (COALESCE("amount", -1) = ?)) AND ("t1"."id" > ?))))',
        ((0,), (1,), (1,), (2,), (1,), (2,), (3,)),
    ),
    "window by amount from start": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        'COALESCE("compared", -1) DESC, COALESCE("amount", -1) DESC, "t1"."id" DESC LIMIT ? '
        "OFFSET ?",
        ((0,), (1,), (2,)),
    ),
    "window by amount from end": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        'COALESCE("compared", -1) ASC, COALESCE("amount", -1) ASC, "t1"."id" ASC LIMIT ? '
        "OFFSET ?",
        ((0,), (1,), (2,)),
    ),
    "place by follow-up": (
        'SELECT "t1"."stage", COALESCE("next_due", \'9999-12-31\'), COALESCE("next_time", '
        '\'24:00\'), "t1"."id" FROM "deal" AS "t1" WHERE ((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."id" = ?))',
        ((0,),),
    ),
    "ahead by follow-up": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."stage" = ?)) AND (((COALESCE("next_due", '
        "'9999-12-31') < ?) OR ((COALESCE(\"next_due\", '9999-12-31') = ?) AND "
        "(COALESCE(\"next_time\", '24:00') < ?))) OR (((COALESCE(\"next_due\", '9999-12-31') = ?) "
        'AND (COALESCE("next_time", \'24:00\') = ?)) AND ("t1"."id" < ?))))',
        ((0,), (1,), (1,), (2,), (1,), (2,), (3,)),
    ),
    "window by follow-up from start": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        "COALESCE(\"next_due\", '9999-12-31') ASC, COALESCE(\"next_time\", '24:00') ASC, "
        '"t1"."id" ASC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "window by follow-up from end": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        "COALESCE(\"next_due\", '9999-12-31') DESC, COALESCE(\"next_time\", '24:00') DESC, "
        '"t1"."id" DESC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "place by expected close": (
        'SELECT "t1"."stage", COALESCE("expected_close", \'9999-12-31\'), "t1"."id" FROM "deal" '
        'AS "t1" WHERE ((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL)) AND '
        '("t1"."id" = ?))',
        ((0,),),
    ),
    "ahead by expected close": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."stage" = ?)) AND '
        '((COALESCE("expected_close", \'9999-12-31\') < ?) OR ((COALESCE("expected_close", '
        '\'9999-12-31\') = ?) AND ("t1"."id" < ?))))',
        ((0,), (1,), (1,), (2,)),
    ),
    "window by expected close from start": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        'COALESCE("expected_close", \'9999-12-31\') ASC, "t1"."id" ASC LIMIT ? '
        "OFFSET ?",
        ((0,), (1,), (2,)),
    ),
    "window by expected close from end": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        'COALESCE("expected_close", \'9999-12-31\') DESC, "t1"."id" DESC LIMIT ? '
        "OFFSET ?",
        ((0,), (1,), (2,)),
    ),
    "place by last touch": (
        'SELECT "t1"."stage", "last_touch", "t1"."id" FROM "deal" AS "t1" WHERE '
        '((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL)) AND ("t1"."id" = ?))',
        ((0,),),
    ),
    "ahead by last touch": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."stage" = ?)) AND (("last_touch" > ?) OR '
        '(("last_touch" = ?) AND ("t1"."id" > ?))))',
        ((0,), (1,), (1,), (2,)),
    ),
    "window by last touch from start": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        '"last_touch" DESC, "t1"."id" DESC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "window by last touch from end": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        '"last_touch" ASC, "t1"."id" ASC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "place by time in stage": (
        'SELECT "t1"."stage", "stage_since", "t1"."id" FROM "deal" AS "t1" WHERE '
        '((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL)) AND ("t1"."id" = ?))',
        ((0,),),
    ),
    "ahead by time in stage": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."stage" = ?)) AND (("stage_since" < ?) OR '
        '(("stage_since" = ?) AND ("t1"."id" < ?))))',
        ((0,), (1,), (1,), (2,)),
    ),
    "window by time in stage from start": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        '"stage_since" ASC, "t1"."id" ASC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "window by time in stage from end": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        '"stage_since" DESC, "t1"."id" DESC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "place by title": (
        'SELECT "t1"."stage", "search_text", "t1"."id" FROM "deal" AS "t1" WHERE ((("t1"."deleted_at" IS '
        'NULL) AND ("t1"."parked_until" IS NULL)) AND ("t1"."id" = ?))',
        ((0,),),
    ),
    "ahead by title": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."stage" = ?)) AND (("search_text" < ?) OR '
        '(("search_text" = ?) AND ("t1"."id" < ?))))',
        ((0,), (1,), (1,), (2,)),
    ),
    "window by title from start": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        '"search_text" ASC, "t1"."id" ASC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "window by title from end": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        '"search_text" DESC, "t1"."id" DESC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "place by newest": (
        'SELECT "t1"."stage", "t1"."id" FROM "deal" AS "t1" WHERE ((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."id" = ?))',
        ((0,),),
    ),
    "ahead by newest": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."stage" = ?)) AND ("t1"."id" > ?))',
        ((0,), (1,)),
    ),
    "window by newest from start": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        '"t1"."id" DESC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "window by newest from end": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY "t1"."id" '
        "ASC LIMIT ? OFFSET ?",
        ((0,), (1,), (2,)),
    ),
    "place by score": (
        'SELECT "t1"."stage", COALESCE("score", -1), "t1"."id" FROM "deal" AS "t1" WHERE '
        '((("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL)) AND ("t1"."id" = ?))',
        ((0,),),
    ),
    "ahead by score": (
        'SELECT COUNT(*) FROM "deal" AS "t1" WHERE (((("t1"."deleted_at" IS NULL) AND '
        '("t1"."parked_until" IS NULL)) AND ("t1"."stage" = ?)) AND ((COALESCE("score", -1) > ?) OR '
        '((COALESCE("score", -1) = ?) AND ("t1"."id" > ?))))',
        ((0,), (1,), (1,), (2,)),
    ),
    "window by score from start": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        'COALESCE("score", -1) DESC, "t1"."id" DESC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
    "window by score from end": (
        'SELECT "t1"."id" FROM "deal" AS "t1" WHERE (("t1"."stage" = ?) AND '
        '(("t1"."deleted_at" IS NULL) AND ("t1"."parked_until" IS NULL))) ORDER BY '
        'COALESCE("score", -1) ASC, "t1"."id" ASC LIMIT ? OFFSET ?',
        ((0,), (1,), (2,)),
    ),
}
