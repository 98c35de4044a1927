"""The network: one encoder pass, every target read from it, three heads.

Rule: a target's answer is a function of its own pooled tokens and the sentence; nothing is added after the encoder that
would need a second pass per target.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers import BertConfig, BertModel

from models.sentiment.labels import DIMENSIONS, POLARITIES, VOICES


@dataclass(frozen=True, slots=True)
class Shape:
    """What a checkpoint must be built with."""

    vocabulary: int
    layers: int
    hidden: int = 384
    heads: int = 12
    feed_forward: int = 1536
    positions: int = 512
    epsilon: float = 1e-12


class TargetNetwork(nn.Module):  # type: ignore[misc, unused-ignore]  # torch is absent where the product is checked
    """Logits (B, K, 3 + 8 + 8) for K targets of B sentences, in the order of :mod:`models.sentiment.labels`."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        config = BertConfig(
            vocab_size=shape.vocabulary,
            hidden_size=shape.hidden,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            intermediate_size=shape.feed_forward,
            max_position_embeddings=shape.positions,
            type_vocab_size=2,
            layer_norm_eps=shape.epsilon,
            pad_token_id=1,
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=dropout,
        )
        self.encoder = BertModel(config, add_pooling_layer=False)
        self.reader = nn.Sequential(
            nn.Linear(2 * shape.hidden, shape.hidden), nn.GELU(), nn.LayerNorm(shape.hidden), nn.Dropout(dropout)
        )
        self.heads = nn.Linear(shape.hidden, len(POLARITIES) + len(DIMENSIONS) + len(VOICES))

    def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any, target_weights: Any) -> Any:
        hidden = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        targets = target_weights @ hidden
        sentence = hidden[:, :1].expand_as(targets)
        return self.heads(self.reader(torch.cat([targets, sentence], dim=-1)))
