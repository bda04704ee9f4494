// tests/bench/guard_predict.cc - one prediction at a time: our forest beside XGBoost's C API, on
// the same boosted model and rows, by turns; prints nanoseconds each, medians, and whether the
// predictions agree.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include <xgboost/c_api.h>

#include "lib/model_file.h"

namespace {

constexpr std::size_t rows = 2000;
constexpr int rounds = 9;

double nanoseconds_each(const auto& predict)
{
    const auto begin = std::chrono::steady_clock::now();
    for (std::size_t row = 0; row < rows; ++row)
        predict(row);
    const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
    return taken.count() / static_cast<double>(rows);
}

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

std::vector<std::vector<float>> random_rows(std::size_t features)
{
    std::mt19937 source {7};  // NOLINT: the same rows each time
    std::vector<std::vector<float>> all(rows, std::vector<float>(features));
    for (auto& row : all)
        for (auto& value : row)
            value = std::pow(10.0F, std::uniform_real_distribution<float> {-1, 6}(source));
    return all;
}

}  // namespace

int main(int, char** argv)
{
    const auto file = hive::ModelFile::load(argv[1]);
    BoosterHandle booster = nullptr;
    if (!file || XGBoosterCreate(nullptr, 0, &booster) != 0
        || XGBoosterLoadModel(booster, argv[1]) != 0)
        return 1;
    XGBoosterSetParam(booster, "nthread", "1");
    const auto data = random_rows(file->forest.features());
    std::vector<float> own(file->forest.classes());
    std::vector<double> ours;
    std::vector<double> peer;
    double difference = 0;
    const auto by_us = [&](std::size_t row) { file->forest.predict(data[row], own); };
    const float* theirs = nullptr;
    const auto by_them = [&](std::size_t row) {
        DMatrixHandle matrix = nullptr;
        bst_ulong size = 0;
        XGDMatrixCreateFromMat(data[row].data(), 1, data[row].size(), NAN, &matrix);
        XGBoosterPredict(booster, matrix, 0, 0, 0, &size, &theirs);
        XGDMatrixFree(matrix);
    };
    for (int round = 0; round < rounds; ++round) {
        ours.push_back(nanoseconds_each(by_us));
        peer.push_back(nanoseconds_each(by_them));
    }
    for (std::size_t row = 0; row < rows; ++row) {
        by_us(row);
        by_them(row);
        for (std::size_t i = 0; i < own.size(); ++i)
            difference = std::max<double>(difference, std::abs(own[i] - theirs[i]));
    }
    std::printf("%.0f %.0f %.2g\n", median(ours), median(peer), difference);
    XGBoosterFree(booster);
}
