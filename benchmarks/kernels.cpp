// The loops of kamgraph's kernels as one would write them in plain C++, with 32-bit places.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <utility>
#include <vector>

using std::vector;
using Place = int32_t;

extern "C" {

// Cells to compressed rows; of those that name one place the sum. Returns how many are left.
int64_t compress_rows(int64_t size, int64_t cells, const Place *row, const Place *column,
                      const double *value, int64_t *ptr, Place *idx, double *val) {
    std::fill(ptr, ptr + size + 1, 0);
    for (int64_t k = 0; k < cells; k++) ptr[row[k] + 1]++;
    for (int64_t i = 0; i < size; i++) ptr[i + 1] += ptr[i];
    vector<std::pair<Place, double>> dealt(cells);
    vector<int64_t> ahead(ptr, ptr + size);
    for (int64_t k = 0; k < cells; k++) dealt[ahead[row[k]]++] = {column[k], value[k]};
    int64_t kept = 0, begin = 0;
    for (int64_t i = 0; i < size; i++) {
        int64_t end = ptr[i + 1];
        std::sort(dealt.begin() + begin, dealt.begin() + end);
        for (int64_t k = begin; k < end;) {
            Place here = dealt[k].first;
            double total = 0;
            for (; k < end && dealt[k].first == here; k++) total += dealt[k].second;
            if (total != 0) idx[kept] = here, val[kept++] = total;
        }
        ptr[i + 1] = kept, begin = end;
    }
    return kept;
}

// The largest products of one scope, from the nodes in the queue on and through no source.
static void spread(Place first, Place size, const int64_t *ptr, const Place *idx, const double *val,
                   const uint8_t *source, double *best, vector<Place> &queue,
                   vector<uint8_t> &waits) {
    for (size_t done = 0; done < queue.size(); done++) {
        Place node = queue[done];
        waits[node - first] = 0;
        double product = best[node - first];
        for (int64_t k = ptr[node]; k < ptr[node + 1]; k++) {
            Place ahead = idx[k] - first;
            if (product * val[k] <= best[ahead]) continue;
            best[ahead] = product * val[k];
            if (!source[idx[k]] && !waits[ahead]) waits[ahead] = 1, queue.push_back(idx[k]);
        }
    }
}

void find_best_routes(int64_t scopes, const int64_t *starts, const int64_t *ptr, const Place *idx,
                      const double *val, const uint8_t *source, double *reach, Place *hops,
                      Place *before) {
    vector<Place> queue;
    vector<uint8_t> waits;
    for (int64_t s = 0; s < scopes; s++) {
        Place first = starts[s], last = starts[s + 1];
        queue.clear(), waits.assign(last - first, 0);
        for (Place node = first; node < last; node++) {
            reach[node] = source[node], hops[node] = 0, before[node] = -1;
            if (source[node]) queue.push_back(node);
        }
        size_t ours = queue.size();
        spread(first, last - first, ptr, idx, val, source, reach + first, queue, waits);
        queue.resize(ours);
        for (size_t done = 0; done < queue.size(); done++) {
            Place node = queue[done];
            for (int64_t k = ptr[node]; k < ptr[node + 1]; k++) {
                Place ahead = idx[k];
                double product = reach[node] * val[k];
                if (product <= 0 || product < reach[ahead] - 1e-12 || source[ahead]) continue;
                if (before[ahead] < 0) {
                    queue.push_back(ahead), hops[ahead] = hops[node] + 1, before[ahead] = node;
                } else if (hops[ahead] == hops[node] + 1) {
                    before[ahead] = std::min(before[ahead], node);
                }
            }
        }
    }
}

// Stances and widths of six right sides, and the leverage of one weight, of dense factors.
void settle(int64_t scopes, const int64_t *starts, const int64_t *ptr, const Place *idx,
            const double *val, const double *right, const double *weight, double *x, double *lever) {
    const int sides = 6;
    vector<double> a;
    vector<Place> rank, node, columns, below;
    for (int64_t s = 0; s < scopes; s++) {
        Place first = starts[s], n = starts[s + 1] - first;
        vector<Place> ties(n, 0);
        rank.resize(n), node.resize(n), columns.resize(n), below.resize(n);
        for (Place j = 0; j < n; j++)
            for (int64_t k = ptr[first + j]; k < ptr[first + j + 1]; k++)
                ties[j]++, ties[idx[k] - first]++;
        for (Place j = 0; j < n; j++) node[j] = j;
        std::stable_sort(node.begin(), node.end(), [&](Place i, Place j) { return ties[i] < ties[j]; });
        for (Place j = 0; j < n; j++) rank[node[j]] = j;
        a.assign(size_t(n) * n, 0.0);
        for (Place j = 0; j < n; j++) {
            double *row = &a[size_t(rank[j]) * n];
            row[rank[j]] = 1;
            for (int64_t k = ptr[first + j]; k < ptr[first + j + 1]; k++)
                row[rank[idx[k] - first]] -= val[k];
        }
        for (Place p = 0; p < n; p++) {
            double *upper = &a[size_t(p) * n];
            Place wide = 0;
            for (Place q = p + 1; q < n; q++)
                if (upper[q] != 0) columns[wide++] = q;
            for (Place q = p + 1; q < n; q++) {
                double *row = &a[size_t(q) * n];
                if (row[p] == 0) continue;
                double factor = row[p] /= upper[p];
                for (Place k = 0; k < wide; k++) row[columns[k]] -= factor * upper[columns[k]];
            }
        }
        vector<double> y(size_t(n) * sides), z(n);
        for (Place p = 0; p < n; p++) {
            double *row = &y[size_t(p) * sides], *lower = &a[size_t(p) * n];
            std::copy_n(right + size_t(first + node[p]) * sides, sides, row);
            for (Place q = 0; q < p; q++)
                if (lower[q] != 0)
                    for (int side = 0; side < sides; side++) row[side] -= lower[q] * y[q * sides + side];
        }
        for (Place p = n; p-- > 0;) {
            double *row = &y[size_t(p) * sides], *upper = &a[size_t(p) * n];
            for (Place q = p + 1; q < n; q++)
                if (upper[q] != 0)
                    for (int side = 0; side < sides; side++) row[side] -= upper[q] * y[q * sides + side];
            for (int side = 0; side < sides; side++) row[side] /= upper[p];
            std::copy_n(row, sides, x + size_t(first + node[p]) * sides);
        }
        for (Place p = 0; p < n; p++) z[p] = weight[first + node[p]];
        for (Place p = 0; p < n; p++) {
            double *upper = &a[size_t(p) * n];
            z[p] /= upper[p];
            for (Place q = p + 1; q < n; q++) z[q] -= upper[q] * z[p];
        }
        for (Place p = n; p-- > 0;) {
            double *lower = &a[size_t(p) * n];
            for (Place q = 0; q < p; q++) z[q] -= lower[q] * z[p];
            lever[first + node[p]] = z[p];
        }
    }
}

// How few sources must go, worst first, until the staked reach falls below half.
void count_truck_factors(int64_t scopes, const int64_t *starts, const int64_t *ptr, const Place *idx,
                         const double *val, const uint8_t *source, const double *stake,
                         int64_t *fewest) {
    vector<Place> queue, ours, staked;
    vector<uint8_t> waits;
    vector<double> best;
    for (int64_t s = 0; s < scopes; s++) {
        Place first = starts[s], last = starts[s + 1];
        ours.clear(), staked.clear();
        for (Place node = first; node < last; node++) {
            if (source[node]) ours.push_back(node);
            if (stake[node] > 0) staked.push_back(node);
        }
        size_t rows = staked.size(), columns = ours.size();
        vector<double> reach(rows * columns);
        waits.assign(last - first, 0);
        for (size_t c = 0; c < columns; c++) {
            best.assign(last - first, 0.0);
            best[ours[c] - first] = 1, queue.assign(1, ours[c]);
            spread(first, last - first, ptr, idx, val, source, best.data(), queue, waits);
            for (size_t r = 0; r < rows; r++)
                reach[r * columns + c] = best[staked[r] - first] * stake[staked[r]];
        }
        vector<uint8_t> gone(columns, 0);
        vector<double> without(columns);
        double whole = -1, left = 0;
        for (int64_t count = 0;; count++) {
            std::fill(without.begin(), without.end(), 0.0);
            left = 0;
            for (size_t r = 0; r < rows; r++) {
                double most = 0, second = 0;
                size_t holder = columns;
                for (size_t c = 0; c < columns; c++) {
                    if (gone[c]) continue;
                    double value = reach[r * columns + c];
                    if (value > most) second = most, most = value, holder = c;
                    else second = std::max(second, value);
                }
                left += most;
                if (holder < columns) without[holder] += most - second;
            }
            if (whole < 0) whole = left;
            fewest[s] = count;
            if (left <= 0 || left < 0.5 * whole * (1 - 1e-9)) break;
            size_t worst = columns;
            for (size_t c = 0; c < columns; c++)
                if (!gone[c] && (worst == columns || without[c] > without[worst] + 1e-9 * whole)) worst = c;
            gone[worst] = 1;
        }
    }
}
}
