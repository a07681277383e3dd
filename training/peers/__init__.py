"""Peers: other ways to read the same articles, one file each, behind one protocol."""

from training.peers.complement_bayes import ComplementBayes
from training.peers.core_classifier import CoreClassifier
from training.peers.fasttext_classifier import FastText
from training.peers.keyword_topics import KeywordTopics
from training.peers.name_expressions import NameExpressions
from training.peers.nearest_centroid import NearestCentroid
from training.peers.peer import Peer
from training.peers.plain_crf import PlainCrf
from training.peers.review_expressions import ReviewExpressions
from training.peers.textbook import Textbook
from training.peers.underthesea_names import UndertheseaNames

PEERS: tuple[type[Peer], ...] = (
    KeywordTopics,
    ReviewExpressions,
    Textbook,
    CoreClassifier,
    FastText,
    ComplementBayes,
    NearestCentroid,
    NameExpressions,
    UndertheseaNames,
    PlainCrf,
)
