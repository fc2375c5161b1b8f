"""Invented articles: a series, a reprint, a group, a section, months with articles and without."""

from __future__ import annotations

from tests.strategies import article

RIVER = "河边的柳树一夜之间都绿了，燕子也回来了。孩子们在河边放风筝，老人们在树下下棋。"
BRIDGE = "石桥镇的桥修好了：桥长3.14公里，投资20%来自镇里。镇长说：“今年秋天，大桥一定通车！”"
ARTICLES = (
    article(1, day="2021-03-04", headline="柳树绿了（走进乡村·春天来了①）", paragraphs=(RIVER,)),
    article(2, day="2021-03-04", headline="大桥要通车", paragraphs=(BRIDGE,), section="要闻"),
    article(3, day="2021-03-04", headline="集市开张", group="春耕一线", paragraphs=("集市上人来人往。",)),
    article(4, day="2021-03-04", headline="种子到家", group="春耕一线", paragraphs=("种子送到家门口。",)),
    article(
        1, day="2021-03-05", page=2, headline="燕子归来（走进乡村·春天来了②）", paragraphs=("屋檐下有新巢。",)
    ),
    article(2, day="2021-03-05", page=2, headline="大桥通车在即", paragraphs=(BRIDGE,), section="要闻"),
    article(1, day="2021-06-01", headline="风筝节（走进乡村·春天来了③）", reporters=("何某某",)),
    article(2, day="2021-06-01", headline="長橋的故事（上）", paragraphs=("長橋很長，遠看像龍。",)),
    article(3, day="2021-06-01", page=3, headline="长桥的故事（下）", paragraphs=("桥上有石狮子。",)),
)
NOTICES = tuple(
    article(n, day="2021-07-01", headline=f"第{n}号通告", paragraphs=(f"第{n}号通告全文。",))
    for n in range(1, 120)
)
